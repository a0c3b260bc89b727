// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"
)

// ordersGroup is for whoever has to do with an order: who reports it, who works on it, and who sees that somebody does.
type ordersGroup struct{ register }

var errNoOrders = refuse("not-possible-now", "尚未开通。", "There are no orders here yet.")

func (*ordersGroup) listWorkers(*echo.Context) error { return errNoOrders }

func (*ordersGroup) inviteWorker(*echo.Context) error { return errNoOrders }

func (*ordersGroup) listWorkOrders(*echo.Context) error { return errNoOrders }

func (*ordersGroup) listMyOrders(*echo.Context) error { return errNoOrders }

func (*ordersGroup) getOrderChoices(*echo.Context) error { return errNoOrders }

func (*ordersGroup) listSimilarOrders(*echo.Context) error { return errNoOrders }

func (*ordersGroup) getMyCare(*echo.Context) error { return errNoOrders }

func (*ordersGroup) keepOrderText(*echo.Context) error { return errNoOrders }

func (*ordersGroup) keepOrderPhoto(*echo.Context) error { return errNoOrders }

func (*ordersGroup) getBoard(*echo.Context) error { return errNoOrders }

func (*ordersGroup) listGrids(*echo.Context) error { return errNoOrders }

func (*ordersGroup) getDuties(*echo.Context) error { return errNoOrders }

func (*ordersGroup) listOrderHistory(*echo.Context) error { return errNoOrders }

func (*ordersGroup) listCares(*echo.Context) error { return errNoOrders }

func (*ordersGroup) getOrder(*echo.Context) error { return errNoOrders }

func (*ordersGroup) getOrderPhoto(*echo.Context) error { return errNoOrders }
