// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/rules/device"
)

// read takes a bundle apart. form is why it is not written as one is; manifest, why the manifest is not its.
func read(raw []byte) (b Bundle, manifest, form error) {
	entries, err := unpack(raw)
	if err != nil {
		return b, nil, err
	}
	if len(entries) == 0 || entries[0].Name != manifestName {
		return b, nil, errors.New("the first entry is not the manifest")
	}
	var m Manifest
	if err := decode(entries[0].Data, &m); err != nil {
		return b, nil, fmt.Errorf("%s: %w", manifestName, err)
	}
	if m.Format != Format || m.Profile != Small && m.Profile != Full {
		return b, nil, fmt.Errorf("format %q and profile %q are not known here", m.Format, m.Profile)
	}
	b.Profile = m.Profile
	if !slices.Equal(m.Entries, list(entries[1:])) {
		manifest = errors.New("the entries are not those of the manifest")
	}
	return b, manifest, b.fill(entries[1:])
}

// fill reads what the entries hold.
func (b *Bundle) fill(entries []Entry) error {
	docs := map[string]any{claimName: &b.Claim, evidenceName: &b.Evidence}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name)
	}
	expected := []string{claimName, evidenceName}
	if slices.Contains(names, eventName) {
		b.Event = &device.EventProof{}
		expected, docs[eventName] = append(expected, eventName), b.Event
	}
	if slices.Contains(names, openedName) {
		b.Opened = &Opened{}
		expected, docs[openedName] = append(expected, openedName), b.Opened
	}
	b.Stamps = stampsIn(entries)
	for i := range b.Stamps {
		expected = append(expected, stampName(i))
	}
	if b.Profile == Full {
		b.Fabric = readFabric(entries[min(len(expected), len(entries)):])
		for _, e := range b.Fabric.entries() {
			expected = append(expected, e.Name)
		}
		for _, lang := range Languages {
			expected = append(expected, reportName(lang))
		}
		b.given = entries[max(len(entries)-len(Languages), 0):]
	}
	if !slices.Equal(names, expected) {
		return fmt.Errorf("the entries are %v, and should be %v", names, expected)
	}
	for _, e := range entries {
		if docs[e.Name] == nil {
			continue
		}
		if err := decode(e.Data, docs[e.Name]); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	return cmp.Or(b.checkEvent(), b.checkStampSizes(), b.Evidence.check())
}

// checkEvent refuses an event's proof that is none.
func (b *Bundle) checkEvent() error {
	if b.Event == nil {
		return nil
	}
	text, err := b.Event.Write()
	if err == nil {
		_, err = device.ReadEventProof(text)
	}
	return err
}

// check refuses what is out of order or out of bounds.
func (e Evidence) check() error {
	signatures := 0
	for _, signed := range e.Acts {
		if err := shallow([]byte(signed.Text)); err != nil {
			return err
		}
		signatures += len(signed.Signatures)
	}
	if signatures > MaxSignatures {
		return fmt.Errorf("there are %d signatures, more than %d", signatures, MaxSignatures)
	}
	for i, b := range e.Blocks {
		if i > 0 && e.Blocks[i-1].Number >= b.Number {
			return errors.New("the blocks are not in their order")
		}
		if err := b.check(); err != nil {
			return fmt.Errorf("block %d: %w", b.Number, err)
		}
	}
	if e.V != Version {
		return fmt.Errorf("version %q is not known here", e.V)
	}
	return nil
}

func (b Block) check() error {
	if len(b.Writes) == 0 {
		return errors.New("none of its writes is shown")
	}
	for i, w := range b.Writes {
		switch {
		case w.Index >= b.Size || i > 0 && b.Writes[i-1].Index >= w.Index:
			return errors.New("the writes are not in their order")
		case !json.Valid(w.Value):
			return fmt.Errorf("what was written at %q is no JSON", w.Key)
		}
		if err := shallow(w.Value); err != nil {
			return err
		}
	}
	return nil
}
