// SPDX-License-Identifier: Apache-2.0

// Shared parking for officers: what needs somebody, places, the body's own spaces, and how full they are.

import type { PageProps } from "../../shared/page-props.ts";
import { BookPage, FindPage } from "./book.tsx";
import { Booked } from "./booked.tsx";
import { Bookings } from "./bookings.tsx";
import { Gates } from "./gates.tsx";
import { Lots } from "./lots.tsx";
import { OccupancyPage } from "./occupancy.tsx";
import { Own } from "./own.tsx";
import { Rules } from "./rules.tsx";

export function Parking({ at: [screen, ...parts], ...of }: PageProps & { at: readonly string[] }) {
  switch (screen) {
    case "lots":
      return <Lots {...of} key={parts[0]} lot={parts[0]} />;
    case "gates":
      return <Gates />;
    case "own":
      return <Own {...of} />;
    case "booked":
      return <Booked {...of} key={parts[0]} id={parts[0]} />;
    case "find":
      return <FindPage {...of} key={parts.join("/")} parts={parts} />;
    case "book":
      return <BookPage {...of} key={parts.join("/")} parts={parts} />;
    case "occupancy":
      return <OccupancyPage />;
    case "rules":
      return <Rules {...of} />;
    default:
      return <Bookings {...of} />;
  }
}
