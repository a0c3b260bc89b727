// SPDX-License-Identifier: Apache-2.0

export const homesOf = (homes: readonly { unit: string; house: string }[]): [value: string, name: string][] =>
  homes.map(({ unit, house }) => [unit, house || unit.slice(0, 8)]);

type ChoiceProps = { id: string; label: string; value: string; of: [value: string, name: string][]; choose: (value: string) => void };

// Choice is a list to choose from, or nothing where there is only one.
export const Choice = ({ id, label, value, of, choose }: ChoiceProps) =>
  of.length > 1 ? (
    <>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {of.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </>
  ) : null;
