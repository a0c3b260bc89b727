// SPDX-License-Identifier: Apache-2.0

// Choice is one of some, in a list; others is what is chosen first.
type ChoiceProps<T extends string> = {
  id: string;
  label: string;
  value: T;
  options: readonly (readonly [value: T, text: string])[];
  choose: (value: T) => void;
};

export const Choice = <T extends string>({ id, label, value, options, choose }: ChoiceProps<T>) => (
  <>
    <label for={id}>{label}</label>
    <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value as T)}>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </>
);
