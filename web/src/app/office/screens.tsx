// SPDX-License-Identifier: Apache-2.0

import { say, type Text } from "../shared/language.ts";

type ScreensProps = { title: Text; path: string; screens: { readonly [id: string]: Text }; here: string };

// Screens are the ways between the pages of one desk; the first of them, with the id "", is at the path itself.
export const Screens = ({ title, path, screens, here }: ScreensProps) => (
  <nav aria-label={say(title)} class="screens">
    <ul class="inline">
      {Object.entries(screens).map(([id, name]) => (
        <li key={id}>
          <a href={id ? `#/${path}/${id}` : `#/${path}`} aria-current={id === here ? "page" : undefined}>
            {say(name)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
