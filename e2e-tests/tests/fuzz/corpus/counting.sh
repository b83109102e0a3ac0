i=0
while [ $i -lt 100000 ]; do i=$((i+1)); for j in 1 2 3 4 5 6 7 8 9; do for k in 1 2 3 4 5 6 7 8 9; do a[$i$j$k]=x; done; done; done
