// SPDX-License-Identifier: Apache-2.0

// Package packagetest tests the Debian package as a body's administrator uses it, and the image for containers. It takes root, debootstrap,
// systemd-nspawn, buildah and docker-compose, and the package that `make package` has made: `make package-test` sees to that.
package packagetest
