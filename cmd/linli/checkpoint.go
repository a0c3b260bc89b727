// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// checkpointCommand shows the ledger's head as bodies have co-signed it.
func checkpointCommand(s *settings) *cobra.Command {
	var body, out, pdf string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "checkpoint",
		Short: "Show the newest head of the ledger that enough bodies have co-signed",
		Long: "Show the newest head of the ledger, one hash that stands for all that has taken effect, that more than half of the bodies\n" +
			"have co-signed, and the note with their signatures. Put it up on the notice board (--pdf), or keep it in a file (--out):\n" +
			"whoever exports the ledger later can show with `linli verify --checkpoint FILE` that it is still that one.\n" +
			"The servers of the bodies (`linli serve`) co-sign by themselves.",
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := running(s.data, &body)
			if err != nil {
				return err
			}
			if err := errors.Join(replaceableHead(out), replaceablePaper(pdf)); err != nil {
				return err
			}
			signed, err := newestHead(cmd.Context(), n, body)
			if err != nil {
				return err
			}
			shown := cosignedHead{signed, names(n)}
			if err := shown.write(out, pdf); err != nil {
				return err
			}
			if asJSON {
				return shown.json(cmd.OutOrStdout())
			}
			return shown.print(cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&body, "peer", "", "body whose peer is asked; this machine's if not given")
	f.StringVar(&out, "out", "", "file for the note with the signatures")
	f.StringVar(&pdf, "pdf", "", "file for a page for the notice board, with the note as a QR code")
	f.BoolVar(&asJSON, "json", false, "print it as JSON")
	return cmd
}

// newestHead asks a body's own peer.
func newestHead(ctx context.Context, n *network.Network, body string) (checkpoint.Cosigned, error) {
	client, err := n.ConnectAlone(ctx, body)
	if err != nil {
		return checkpoint.Cosigned{}, err
	}
	defer client.Close()
	named, err := witnesses(ctx, client)
	if err != nil {
		return checkpoint.Cosigned{}, err
	}
	enough := len(n.Bodies())/2 + 1
	signed, err := witness.Newest(named, func(size uint64) ([]witness.Head, error) { return headsOf(ctx, client, size) }, enough)
	if err == nil && signed.Size == 0 {
		err = &network.Problem{
			What: "showing the ledger's head", Why: fmt.Errorf("fewer than %d of %d bodies have co-signed one", enough, len(n.Bodies())),
			Do: "Bodies' servers co-sign by themselves, once they run: `linli serve --body BODY`.",
		}
	}
	return signed, err
}

func headsOf(ctx context.Context, client *ledger.Client, size uint64) (all []witness.Head, err error) {
	for item, err := range client.List(ctx, witness.Heads, witness.SizeName(size)) {
		if err != nil {
			return nil, err
		}
		h, err := witness.Heads.Decode(item.Value)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

func replaceableHead(path string) error {
	if path == "" {
		return nil
	}
	return replaceable(path, func(r io.Reader) error {
		raw, err := readAll(r)
		if err == nil {
			_, err = checkpoint.Open(string(raw), nil)
		}
		return err
	})
}

// cosignedHead is a head with the names of the bodies, by MSP id.
type cosignedHead struct {
	checkpoint.Cosigned

	names map[string]string
}

// write writes the files that were asked for.
func (h cosignedHead) write(out, pdf string) error {
	if out != "" {
		err := whole(out, 0o644, func(file *os.File) error { _, err := file.WriteString(h.Note()); return err })
		if err != nil {
			return err
		}
	}
	if pdf != "" {
		return whole(pdf, 0o644, func(file *os.File) error { return h.paper().Print(file) })
	}
	return nil
}

func (h cosignedHead) print(w io.Writer) error {
	fmt.Fprintf(w, "the ledger had %d blocks, and its head was %s\n", h.Size, h.Root)
	for _, by := range h.By {
		fmt.Fprintf(w, "co-signed by %s (%s) %s\n", h.names[by.MSP], by.MSP, time.Unix(by.At, 0).UTC().Format(time.RFC3339))
	}
	_, err := fmt.Fprintf(w, "\n%s", h.Note())
	return err
}

func (h cosignedHead) json(w io.Writer) error {
	type signed struct {
		MSPID string `json:"mspId"`
		Name  string `json:"name"`
		At    int64  `json:"at"` // Unix time
	}
	shown := struct {
		Genesis string   `json:"genesis"`
		Size    uint64   `json:"size"`
		Root    string   `json:"root"`
		By      []signed `json:"by"`
		Note    string   `json:"note"`
	}{h.Genesis.String(), h.Size, h.Root.String(), nil, h.Note()}
	for _, by := range h.By {
		shown.By = append(shown.By, signed{by.MSP, h.names[by.MSP], by.At})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(shown)
}
