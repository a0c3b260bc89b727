// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"crypto/rand"
	"fmt"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// NewPassword makes a password that nobody guesses, and what is stored of it.
func NewPassword() (password, hash string, err error) {
	password = rand.Text()
	hash, err = HashPassword(password)
	return password, hash, err
}

// HashPassword is what is stored of a password that a device's maker has set. It takes no more than 72 bytes.
func HashPassword(password string) (string, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return string(hash), nil
}

// nobody's is compared with when there is no password, so that the time that it takes says nothing about which names there are.
var nobodys = sync.OnceValue(func() string {
	_, hash, _ := NewPassword() // without a hash nothing matches either
	return hash
})

// isPassword compares in a time that depends on neither. No more than a few compare at once: it is work that strangers can ask for.
func (b *Broker) isPassword(hash string, password []byte) bool {
	known := hash != ""
	if !known {
		hash = nobodys()
	}
	b.comparing <- struct{}{}
	defer func() { <-b.comparing }()
	return bcrypt.CompareHashAndPassword([]byte(hash), password) == nil && known
}
