// SPDX-License-Identifier: Apache-2.0

import { clock, quarters } from "./quarters.ts";

type TimeProps = { id: string; label: string; value: string; choose: (value: string) => void; ends?: boolean };

// Time is a time of the day to choose, by the quarter of an hour; one that ends something may be the end of the day.
export const Time = ({ id, label, value, choose, ends = false }: TimeProps) => (
  <>
    <label for={id}>{label}</label>
    <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
      {Array.from({ length: quarters }, (_, i) => clock(ends ? i + 1 : i)).map((time) => (
        <option key={time} value={time}>
          {time}
        </option>
      ))}
    </select>
  </>
);
