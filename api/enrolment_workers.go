// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"
)

func (*enrolmentGroup) beginWorkerRegistration(*echo.Context) error { return errNoOrders }

func (*enrolmentGroup) agreeWorkerRegistration(*echo.Context) error { return errNoOrders }
