// SPDX-License-Identifier: Apache-2.0

// Package packagetest tests the Debian package as a body's administrator uses it, and the recipe of the image. It takes root, debootstrap
// and systemd-nspawn, and the package that `make package` has made: `make package-test` sees to that.
package packagetest
