// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/linli-project/linli/evidence/stamp"
	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/words"
)

// MaxStamps is how many time stamps a bundle may have.
const MaxStamps = 4

const (
	stampPrefix, stampSuffix = "stamp-", ".tst"

	stampTitle = "the time stamp is sound, and that of somebody whom the trust file names"
)

func stampName(i int) string  { return stampPrefix + strconv.Itoa(i+1) + stampSuffix }
func checkStamp(i int) string { return stampPrefix + strconv.Itoa(i+1) }

// stampsIn are the stamps among entries, as far as they are numbered.
func stampsIn(entries []Entry) (stamps [][]byte) {
	for _, e := range entries {
		if e.Name == stampName(len(stamps)) {
			stamps = append(stamps, e.Data)
		}
	}
	return stamps
}

// Stamped is a bundle with time stamps over its head. The error says which of them nobody would take.
func Stamped(b Bundle, stamps [][]byte) (Bundle, error) {
	if len(stamps) > MaxStamps {
		return b, fmt.Errorf("there are %d time stamps, more than %d", len(stamps), MaxStamps)
	}
	b.Stamps = stamps
	b, err := Complete(b)
	if err == nil {
		err = b.Fits()
	}
	return b, err
}

// checkStampSizes refuses what is out of bounds.
func (b *Bundle) checkStampSizes() error {
	for i, raw := range b.Stamps {
		if len(raw) > stamp.MaxSize {
			return fmt.Errorf("%s has %d bytes, more than %d", stampName(i), len(raw), stamp.MaxSize)
		}
	}
	return nil
}

// checkStamps looks what each stamp is in itself, and then whose. now is the reader's clock; if it is zero nobody asks.
func (v *verification) checkStamps(trust verify.Trust, now time.Time) {
	for i, raw := range v.Stamps {
		s, err := stamp.Read(raw)
		if err == nil {
			err = v.fits(s, now)
		}
		if err != nil {
			v.report.fail(checkStamp(i), err)
			continue
		}
		v.stamps = append(v.stamps, s)
		v.checkStamper(checkStamp(i), s, trust)
	}
}

// fits wants a stamp to be over this head, and its time to be one that can be. Clocks may differ by as much as those of bodies may.
func (v *verification) fits(s stamp.Stamp, now time.Time) error {
	sum := sha256.Sum256([]byte(v.Evidence.Head))
	switch {
	case !bytes.Equal(s.Hash, sum[:]):
		return errors.New("it stamps something else than this head")
	case s.At < max(v.newest(), v.cosigned)-backdated:
		return errors.New("backdated: it says a time at which the head, or an act in it, was not yet there")
	case !now.IsZero() && s.At > now.Unix()+backdated:
		return errors.New("it says a time that has not come yet")
	}
	return nil
}

func (v *verification) checkStamper(id string, s stamp.Stamp, trust verify.Trust) {
	at := time.Unix(s.At, 0).UTC().Format(time.RFC3339)
	for _, known := range trust.Stampers {
		if c, err := known.Read(); err == nil && s.By(c) {
			v.report.pass(id, "%s, at %s", known.Name, at)
			v.report.Stamped = append(v.report.Stamped, words.EvidenceStamped(known.Name, strconv.FormatInt(s.At, 10)))
			v.report.Trusted = append(v.report.Trusted, fmt.Sprintf("for the time stamp of %s: its clock, and that its key is its own", at))
			return
		}
	}
	v.report.Check(id).Detail = "it says " + at + ", and the trust file names nobody who vouches for the certificate " + s.Certificate()
}

// saysStamps are what the stamps say, whoever made them.
func (v *verification) saysStamps() (says []Sentence) {
	for _, s := range v.stamps {
		says = append(says, say(SaysStamped, "at", strconv.FormatInt(s.At, 10), "by", s.Certificate()))
	}
	return says
}
