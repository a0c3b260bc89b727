// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../language.ts";
import { Wrong } from "./week-time.tsx";

type PointsProps = { id: string; label: string; top: number; value: number; change: (value: number) => void; wrong?: Text | undefined };

// Points is a whole number to type; Number.NaN as long as it is none.
export const Points = ({ id, label, top, value, change, wrong }: PointsProps) => (
  <>
    <label for={id}>{label}</label>
    <Wrong id={id} text={wrong} />
    <input
      id={id}
      type="number"
      inputMode="numeric"
      min={0}
      max={top}
      aria-invalid={wrong !== undefined}
      aria-describedby={wrong && `${id}-wrong`}
      value={Number.isNaN(value) ? "" : value}
      onInput={({ currentTarget: { value } }) => change(value === "" ? Number.NaN : Number(value))}
    />
  </>
);
