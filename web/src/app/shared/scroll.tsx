// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from "preact";

// Scroll lets a wide table scroll by itself, also by keyboard.
export const Scroll = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  // biome-ignore lint/a11y/useSemanticElements: no group of fields
  <div class="scroll" role="group" aria-label={label} tabIndex={0}>
    {children}
  </div>
);
