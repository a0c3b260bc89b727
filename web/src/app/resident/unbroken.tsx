// SPDX-License-Identifier: Apache-2.0

// Unbroken is a text whose words, for example the numbers of homes ("1幢-1单元-302"), do not break at the end of a line.
export const Unbroken = ({ text }: { text: string }) => (
  <>
    {text.match(/\s+|[^、，,\s]+[、，,]*/g)?.map((part, i) =>
      part.trim() ? (
        <span key={i} class="nowrap">
          {part}
        </span>
      ) : (
        part
      ),
    )}
  </>
);
