while read -r a b; do rm -rf "$b"; done < /list
