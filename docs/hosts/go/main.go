// Evaluates a request with a policy module: go run . MODULE.wasm REQUEST.json
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/wapc/wapc-go"
	"github.com/wapc/wapc-go/engines/wazero"
)

// Answers what a module asks its host, such as look-ups in the cluster. Without an answer a rule decides from the
// request alone.
func hostCall(_ context.Context, binding, namespace, operation string, _ []byte) ([]byte, error) {
	return nil, fmt.Errorf("this host answers nothing, not %s/%s/%s", binding, namespace, operation)
}

func run(modulePath, requestPath string) (bool, error) {
	ctx := context.Background()
	wasm, err := os.ReadFile(modulePath)
	if err != nil {
		return false, err
	}
	request, err := os.ReadFile(requestPath)
	if err != nil {
		return false, err
	}
	// The engine brings WASI, from which modules take the time.
	module, err := wazero.Engine().New(ctx, hostCall, wasm, &wapc.ModuleConfig{Logger: wapc.PrintlnLogger})
	if err != nil {
		return false, err
	}
	defer module.Close(ctx)
	instance, err := module.Instantiate(ctx)
	if err != nil {
		return false, err
	}
	defer instance.Close(ctx)
	payload, err := json.Marshal(map[string]any{"request": json.RawMessage(request), "settings": map[string]any{}})
	if err != nil {
		return false, err
	}
	text, err := instance.Invoke(ctx, "validate", payload)
	if err != nil {
		return false, err
	}
	fmt.Println(string(text))
	var answer struct {
		Accepted bool `json:"accepted"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return false, err
	}
	return answer.Accepted, nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run . MODULE.wasm REQUEST.json")
		os.Exit(2)
	}
	accepted, err := run(os.Args[1], os.Args[2])
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	case !accepted:
		os.Exit(1)
	}
}
