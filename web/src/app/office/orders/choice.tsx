// SPDX-License-Identifier: Apache-2.0

// Choice is one of some, in a list; others is what is chosen first.
type ChoiceProps = {
  id: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  choose: (value: string) => void;
};

export const Choice = ({ id, label, value, options, choose }: ChoiceProps) => (
  <>
    <label for={id}>{label}</label>
    <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </>
);
