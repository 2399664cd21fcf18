package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"footbridge/internal/fault"
)

// The cost of argon2id: 19 MiB, two passes, one lane, as OWASP's password
// storage cheat sheet asks. The numbers stand in each hash, so that raising
// them here makes old hashes be made anew at the next sign-in.
const (
	memory  = 19 * 1024
	passes  = 2
	lanes   = 1
	saltLen = 16
	keyLen  = 32
)

// checking lets two passwords be checked at a time: each takes 19 MiB.
var checking = make(chan struct{}, 2)

// hashPassword makes the encoded argon2id hash of a password.
func hashPassword(password string) string {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	checking <- struct{}{}
	key := argon2.IDKey([]byte(password), salt, passes, memory, lanes, keyLen)
	<-checking
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// passwordFits reports whether a password belongs to an encoded hash, and
// whether the hash was made with other costs than today's.
func passwordFits(encoded, password string) (fits, old bool) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false
	}
	var m, t uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || m > 1<<20 || t > 16 {
		return false, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil {
		return false, false
	}
	checking <- struct{}{}
	got := argon2.IDKey([]byte(password), salt, t, m, p, uint32(len(want)))
	<-checking
	return subtle.ConstantTimeCompare(got, want) == 1, m != memory || t != passes || p != lanes
}

// decoy is checked when there is no such user, so that the answer takes as
// long as for one who exists.
var decoy = hashPassword("nobody has this password")

// commonPasswords are refused outright, whatever their length.
var commonPasswords = []string{"password", "123456", "qwerty", "letmein", "welcome", "footbridge", "iloveyou", "abc123", "nhs"}

// CheckNewPassword says whether a password can be chosen: 12 to 128
// characters, not the user name, not made of a well-known password. No rule
// about kinds of characters and no expiry (OWASP ASVS 5.0, 6.2).
func CheckNewPassword(username, password string) error {
	n := utf8.RuneCountInString(password)
	low := strings.ToLower(password)
	switch {
	case n < 12:
		return fault.Wrong("password", "Password must have at least 12 characters")
	case n > 128:
		return fault.Wrong("password", "Password must have at most 128 characters")
	case username != "" && strings.Contains(low, strings.ToLower(username)):
		return fault.Wrong("password", "Password must not contain the user name")
	}
	bare := strings.Trim(low, "0123456789!?.,-_ *#")
	for _, c := range commonPasswords {
		if bare == c || bare == c+c {
			return fault.Wrong("password", "This password is too easy to guess: several unrelated words are better")
		}
	}
	if strings.Count(low, low[:1]) == len(low) {
		return fault.Wrong("password", "This password is too easy to guess: several unrelated words are better")
	}
	return nil
}
