module example.com/evaluate

go 1.22

require github.com/wapc/wapc-go v0.7.0
