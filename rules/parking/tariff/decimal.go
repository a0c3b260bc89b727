// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// A Decimal is a number with four decimals, as OCPI has them: so many ten-thousandths.
type Decimal int64

// One is the Decimal 1.
const One Decimal = 10_000

// places are the decimals of a Decimal.
const places = 4

var (
	errForm  = errors.New("has to be a number such as 2 or 0.25, without a sign or an exponent")
	errFiner = fmt.Errorf("has more than %d decimals", places)
)

// decimal reads what is written, exactly.
func decimal(written string) (Decimal, error) {
	whole, part, dot := strings.Cut(written, ".")
	if !digits(whole) || dot && !digits(part) {
		return 0, errForm
	}
	part = strings.TrimRight(part, "0")
	if len(part) > places {
		return 0, errFiner
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", places-len(part)), 10, 64)
	if err != nil {
		return 0, errors.New("is too large")
	}
	return Decimal(n), nil
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// String writes it with as few decimals as it needs.
func (d Decimal) String() string {
	if d < 0 {
		return "-" + (-d).String()
	}
	s := strconv.FormatInt(int64(d/One), 10)
	if part := d % One; part > 0 {
		s += strings.TrimRight(fmt.Sprintf(".%04d", part), "0")
	}
	return s
}

// MarshalJSON writes a number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// rounded is n/by to the nearest whole number; a half goes up. Neither is negative.
func rounded(n *big.Int, by int64) Decimal {
	twice := new(big.Int).Lsh(n, 1)
	twice.Add(twice, big.NewInt(by))
	return Decimal(twice.Quo(twice, big.NewInt(2*by)).Int64())
}
