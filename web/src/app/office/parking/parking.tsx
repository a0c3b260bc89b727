// SPDX-License-Identifier: Apache-2.0

// Shared parking for officers: what needs somebody, places, the body's own spaces, and how full they are.

import type { PageProps } from "../../shared/page-props.ts";
import { Bookings } from "./bookings.tsx";
import { Lots } from "./lots.tsx";
import { OccupancyPage } from "./occupancy.tsx";
import { Own } from "./own.tsx";
import { Rules } from "./rules.tsx";

export function Parking({ at: [screen, id], ...of }: PageProps & { at: readonly string[] }) {
  switch (screen) {
    case "lots":
      return <Lots {...of} key={id} lot={id} />;
    case "own":
      return <Own {...of} />;
    case "occupancy":
      return <OccupancyPage />;
    case "rules":
      return <Rules {...of} />;
    default:
      return <Bookings {...of} />;
  }
}
