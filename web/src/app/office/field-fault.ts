// SPDX-License-Identifier: Apache-2.0

type Field = { setCustomValidity: (fault: string) => void };

// valid has the browser say at a field what is wrong with it, and not send its form until nothing is: ref={valid(fault)}.
export const valid =
  (fault = "") =>
  (field: Field | null): void =>
    field?.setCustomValidity(fault);
