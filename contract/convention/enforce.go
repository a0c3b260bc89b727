// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/breach"
)

// Next is when something falls due of a breach, as a Unix time, 0 if nothing is to come; and which transaction anybody may send then, or
// now if that is later.
func (b Breach) Next(now int64) (at int64, function string) {
	at = b.NextAt()
	if b.At(max(at, now)).State == breach.StateDue {
		return at, TxEnforce
	}
	return at, TxSettle
}

// enforce begins the effect of a breach whose days are over. Anybody may send it.
func enforce(s contract.State, tx contract.Tx, community, cause string) error {
	return byTime(s, tx, community, cause, func(v *contract.View, b *Breach) (reason breach.Reason, err error) {
		if b.Breach, reason = b.Apply(tx.Time); reason != breach.Allowed {
			return reason, nil
		}
		switch b.Rung.Effect {
		case breach.Points:
			if b.Withheld, err = points.Withhold(v, tx, community, b.Home, cause, b.Rung.Points); b.Withheld > 0 {
				b.Transfer = tx.ID
			}
		case breach.Pause:
			err = points.PauseService(v, community, b.Home, b.Rung.Service, points.Pause{Breach: cause, Until: b.Ends}, tx.Time)
		}
		return reason, err
	})
}

// settle writes down what time alone has made of a breach. Anybody may send it.
func settle(s contract.State, tx contract.Tx, community, cause string) error {
	return byTime(s, tx, community, cause, func(_ *contract.View, b *Breach) (reason breach.Reason, _ error) {
		b.Breach, reason = b.Settle(tx.Time)
		return reason, nil
	})
}

// byTime takes a step that follows from recorded times alone.
func byTime(s contract.State, tx contract.Tx, community, cause string, take func(*contract.View, *Breach) (breach.Reason, error)) error {
	v := contract.NewView(s)
	b, err := load(v, community, cause)
	if err != nil {
		return err
	}
	reason, err := take(v, &b)
	switch {
	case err != nil:
		return err
	case reason != breach.Allowed:
		return refuse(reason, b.At(tx.Time).State)
	}
	if err := Breaches.Put(v, b, community, cause); err != nil {
		return err
	}
	return v.Commit()
}
