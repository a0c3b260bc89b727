// SPDX-License-Identifier: Apache-2.0

package api

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config oapi-codegen.yaml openapi.yaml

//go:embed openapi.yaml
var specYAML []byte

// Base is the path that all operations are under.
const Base = "/api/v1"

// Spec is the contract of this API, as openapi.yaml has it.
func Spec() (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(specYAML)
	if err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	return doc, nil
}

// role is who may call an operation.
type role string

const (
	public     role = ""
	anySession role = "session"
	ownerOnly  role = "owner"
	officers   role = "officer"
	workers    role = "worker"
)

// operation is one operation of the contract.
type operation struct {
	id      string
	tag     string // its group
	path    string // as echo writes it, below Base
	role    role
	maxBody int64
	route   *routers.Route
}

// defaultBody is the most bytes a request body may have, where the contract says nothing else.
const defaultBody = 64 << 10

func operationsOf(doc *openapi3.T) []operation {
	var all []operation
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			op.Security = openapi3.NewSecurityRequirements() // admit does it; the validation would read whole uploads first
			o := operation{
				id: op.OperationID, tag: strings.Join(op.Tags, " "), path: strings.NewReplacer("{", ":", "}", "").Replace(path),
				maxBody: defaultBody,
				route:   &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: op},
			}
			if text, ok := op.Extensions["x-role"].(string); ok {
				o.role = role(text)
			}
			switch size := op.Extensions["x-max-body"].(type) {
			case float64:
				o.maxBody = int64(size)
			case int:
				o.maxBody = int64(size)
			}
			all = append(all, o)
		}
	}
	return all
}

// mediaType is the one media type of an operation's request body, or "" if it takes none.
func (o operation) mediaType() string {
	body := o.route.Operation.RequestBody
	if body == nil {
		return ""
	}
	for name := range body.Value.Content {
		return name
	}
	return ""
}

// changes says whether the operation changes anything.
func (o operation) changes() bool { return o.route.Method != http.MethodGet }
