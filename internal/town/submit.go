// SPDX-License-Identifier: Apache-2.0

package town

import (
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/internal/village"
)

// Submit sends acts in one transaction, which must take effect.
func (w *Town) Submit(acts ...act.Signed) []contract.Outcome {
	w.Helper()
	raw, err := w.TrySubmit(acts...)
	all := w.outcomes(Must(w, raw, err))
	if len(all) != len(acts) {
		w.Fatalf("%d outcomes of %d acts", len(all), len(acts))
	}
	return all
}

// TrySubmit sends acts in one transaction.
func (w *Town) TrySubmit(acts ...act.Signed) ([]byte, error) {
	w.Helper()
	for _, a := range acts {
		w.sent[a.Text] = true
	}
	return w.Transact(w.anybody(), "Submit", Batch(w, acts))
}

// OK sends acts that must all take effect.
func (w *Town) OK(acts ...act.Signed) {
	w.Helper()
	for i, o := range w.Submit(acts...) {
		if o.Code != contract.OK {
			w.Fatalf("act %d: %s\n%.300s", i, Said(o), acts[i].Text) //nolint:gosec // an outcome each
		}
	}
}

// Said is an outcome for whoever reads a failed test.
func Said(o contract.Outcome) string { return o.Refusal().Error() }

// Recorded sends a ballot that must be written down as rejected with the code, and is not taken a second time.
func (w *Town) Recorded(code act.Code, ballot act.Signed) {
	w.Helper()
	if o := w.Submit(ballot)[0]; o.Code != code {
		w.Errorf("%s; want %s", Said(o), code)
	}
	if !w.Kept(ballot) {
		w.Error("the rejected ballot is not on the ledger")
	}
	w.Refused(code, ballot)
}

// Kept says whether the ledger has anything of an act.
func (w *Town) Kept(signed act.Signed) bool {
	w.Helper()
	a, err := act.Parse(signed.Text, contract.MaxSize)
	declared, _ := chapters.Current().Act(Must(w, a, err).Type)
	kept, err := declared.IsKept(contract.NewView(documents{w}), a, act.HashOf(signed.Text).String())
	return Must(w, kept, err)
}

// Outcomes asks what would become of acts.
func (w *Town) Outcomes(acts ...act.Signed) []contract.Outcome {
	w.Helper()
	raw, err := w.Check(Batch(w, acts))
	return w.outcomes(Must(w, raw, err))
}

func (w *Town) outcomes(raw []byte) []contract.Outcome {
	w.Helper()
	all, err := contract.ReadOutcomes(raw)
	if err != nil {
		w.Fatalf("%v in %s", err, raw)
	}
	return all
}

// Refused sends one act that must not get onto the ledger.
func (w *Town) Refused(code act.Code, signed act.Signed) {
	w.Helper()
	if o := w.Outcomes(signed)[0]; o.Code != code {
		w.Errorf("%s; want %s", Said(o), code)
	}
	_, err := w.TrySubmit(signed)
	Fails(w, err, contract.NoEffect)
}

// Next is an act with the number that is really next for the signer.
func (w *Town) Next(kind string, by *village.Signer) act.Act {
	w.Helper()
	credential, ok := Read(w, contract.Credentials, w.ID, by.Key.ID())
	switch {
	case ok:
	case by.Body != "":
		credential = contract.Credential{Kind: contract.Officer, ID: by.Key.ID()}
	default:
		credential = contract.Credential{Kind: contract.Owner, Person: by.Person}
	}
	last, _ := Read(w, contract.Sequences, credential.Numbering(w.ID)...)
	return w.Draft(kind, last.Seq+1, by)
}

// Make signs an act with the number that is really next for its first signer, without taking that number.
func (w *Town) Make(kind string, body any, signers ...*village.Signer) act.Signed {
	w.Helper()
	return w.Sign(w.Next(kind, signers[0]), body, signers...)
}

// Sign signs a draft with its body.
func (w *Town) Sign(draft act.Act, body any, signers ...*village.Signer) act.Signed {
	w.Helper()
	signed, err := village.Sign(draft, body, signers...)
	return Must(w, signed, err)
}

// documents are those of a town's ledger, for who looks into them as the contract does.
type documents struct{ *Town }

func (d documents) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		kind, attributes, _ := contract.SplitKey(key)
		raw, err := d.Document(kind, attributes...)
		if err != nil {
			return nil, err
		}
		if len(raw) > 0 {
			values[i] = raw
		}
	}
	return values, nil
}

func (documents) Put(string, []byte) error { return errors.ErrUnsupported }

func (documents) Range(string, ...string) ([]contract.Entry, error) {
	return nil, errors.ErrUnsupported
}
