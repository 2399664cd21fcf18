// Package claim works out what can be claimed for one post and one month: the
// lower of actual cost and maximum, how it is shared, and why something is
// blocked. Money is integer pence. What no national rule says is a stated
// setting with a stated default; a maximum that nobody loaded blocks, and is
// never zero.
package claim

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Pence is an amount of money.
type Pence int64

// String gives "£1,234.56", and "-£0.05" for a negative amount.
func (p Pence) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	whole := strconv.FormatInt(int64(p/100), 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s£%s.%02d", sign, whole, p%100)
}

// Decimal is a number of ten-thousandths: WTE, or percent.
type Decimal int64

// one is 1 as a Decimal; hundred is 100.
const (
	one     Decimal = 10_000
	hundred Decimal = 100 * one
)

// ParseDecimal reads "0.8" or "37.5": digits, and at most four after the
// point.
func ParseDecimal(s string) (Decimal, bool) {
	whole, rest, point := strings.Cut(strings.TrimSpace(s), ".")
	if whole == "" || len(whole) > 6 || point && (rest == "" || len(rest) > 4) {
		return 0, false
	}
	rest += strings.Repeat("0", 4-len(rest))
	n, err := strconv.ParseUint(whole+rest, 10, 63)
	return Decimal(n), err == nil
}

// String gives "0.8".
func (d Decimal) String() string {
	s := fmt.Sprintf("%d.%04d", d/one, d%one)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// fraction is an exact part of a sum, in pence.
func fraction(numerator, denominator int64) *big.Rat { return big.NewRat(numerator, denominator) }

// nearest rounds to the nearest penny, half a penny up. r is not negative.
func nearest(r *big.Rat) Pence {
	return floor(new(big.Rat).Add(r, big.NewRat(1, 2)))
}

// floor drops what is less than a penny. r is not negative.
func floor(r *big.Rat) Pence {
	return Pence(new(big.Int).Quo(r.Num(), r.Denom()).Int64())
}

// Split shares an amount: the scheme gets its percentage, rounded down to the
// whole penny, and the provider everything else. So the odd penny is the
// provider's, the scheme never pays more than its share, and the two always
// add up to the amount.
func Split(amount Pence, scheme Decimal) (schemePays, providerPays Pence) {
	part := fraction(int64(scheme), int64(hundred))
	schemePays = floor(part.Mul(part, fraction(int64(amount), 1)))
	return schemePays, amount - schemePays
}
