while true; do
  sysctl -w vm.swappiness=0
  sleep 5
done
