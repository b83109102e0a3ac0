declare -A m
m[a]=1; m[b]=2; m[a]=3
for k in "${!m[@]}"; do echo "$k=${m[$k]}"; done
