// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// Designation is the one voter whom the owners of a right have agreed on.
type Designation struct {
	Voter string `json:"voter"`
}

// Alone are the rights of one owner who has designated somebody in his place, as a company does. They are few: a ballot for another right
// of one owner need not look who was designated.
type Alone struct {
	Rights []string `json:"rights"`         // sorted
	More   bool     `json:"more,omitempty"` // there are more than are listed
}

// maxAlone bounds what every batch of ballots reads.
const maxAlone = 1000

// Documents of who was designated.
const (
	Designations contract.Ref[Designation] = "designation" // C~right: which of the owners of a right votes
	alones       contract.Ref[Alone]       = "alone"       // C: rights of one owner who has designated somebody else
)

// VoterDesignate is the body of voter.designate, signed by every owner of the right.
type VoterDesignate struct {
	Owners []string `json:"owners"` // pseudonyms, sorted
	Right  string   `json:"right"`
	Voter  string   `json:"voter"`
}

func designateVoter(c *contract.Context, b VoterDesignate) error {
	owners, err := whoDesignates(c, c.Act.Community, b)
	if err != nil {
		return err
	}
	if !community.WellFormed(b.Voter) {
		return act.Refuse(act.BadField, "of", "voter")
	}
	if err := signedByAll(c, owners); err != nil {
		return err
	}
	if len(owners) == 1 {
		if err := listAlone(c, b.Right); err != nil {
			return err
		}
	}
	return Designations.Put(c, Designation{Voter: b.Voter}, c.Act.Community, b.Right)
}

// listAlone lists a right of one owner who has designated somebody.
func listAlone(c *contract.Context, right string) error {
	all, _, err := alones.Get(c, c.Act.Community)
	at, listed := slices.BinarySearch(all.Rights, right)
	if err != nil || listed || all.More {
		return err
	}
	if all.More = len(all.Rights) >= maxAlone; !all.More {
		all.Rights = slices.Insert(all.Rights, at, right)
	}
	return alones.Put(c, all, c.Act.Community)
}

// whoDesignates are the owners of the right, all of whom sign.
func whoDesignates(_ contract.Viewer, _ string, b VoterDesignate) ([]string, error) {
	return b.Owners, checkOwners(b.Owners, b.Right)
}

// checkOwners holds the owners of a right against what the roll asks of them, whose right it may be in any of its versions.
func checkOwners(owners []string, right string) error {
	for i, owner := range owners {
		if !community.WellFormed(owner) || i > 0 && owners[i-1] >= owner {
			return act.Refuse(act.BadField, "of", "owners")
		}
	}
	if community.RightID(owners) != right {
		return act.Refuse(act.BadField, "of", "owners-right")
	}
	return nil
}

// designated is the voter whom a right's owners designated, or "".
func designated(c *contract.Context, right community.Right) (string, error) {
	may, err := mayBeDesignated(c, right)
	if err != nil || !may {
		return "", err
	}
	d, _, err := Designations.Get(c, c.Act.Community, right.ID)
	return d.Voter, err
}

// mayBeDesignated says whether it has to be looked up who was designated for a right.
func mayBeDesignated(c *contract.Context, right community.Right) (bool, error) {
	if len(right.Owners) != 1 {
		return true, nil
	}
	all, _, err := alones.Share(c, c.Act.Community)
	if err != nil {
		return false, err
	}
	_, listed := slices.BinarySearch(all.Rights, right.ID)
	return listed || all.More, nil
}
