// SPDX-License-Identifier: Apache-2.0

// Dispatching: what is open, whose it is, and who is free.

import type { PageProps } from "../../shared/page-props.ts";
import { AnalysisPage } from "./analysis.tsx";
import { BoardPage } from "./board.tsx";
import { DutiesPage } from "./duties.tsx";
import { GridsPage } from "./grids.tsx";
import { OrderPage } from "./order.tsx";
import { Take } from "./take.tsx";
import { WorkersPage } from "./workers.tsx";

export function Orders({ at: [screen = ""], ...of }: PageProps & { at: readonly string[] }) {
  switch (screen) {
    case "":
      return <BoardPage {...of} />;
    case "take":
      return <Take {...of} />;
    case "workers":
      return <WorkersPage {...of} />;
    case "grids":
      return <GridsPage {...of} />;
    case "duties":
      return <DutiesPage {...of} />;
    case "analysis":
      return <AnalysisPage />;
    default:
      return <OrderPage {...of} key={screen} id={screen} />;
  }
}
