// SPDX-License-Identifier: Apache-2.0

// In the elder view a button reads the page aloud, where the browser has a voice. It is an enhancement: nothing depends on it.

import { useEffect, useState } from "preact/hooks";
import { lang, say } from "../shared/language.ts";
import { texts } from "../shared/texts.ts";

const slow = 0.9; // of the usual speed
const beginsWithin = 3000; // ms; a device without voices never begins

const offered = (): boolean => document.documentElement.classList.contains("elder") && typeof speechSynthesis === "object";

export function ReadAloud({ text }: { text: string }) {
  const [state, setState] = useState<"" | "reading" | "mute">("");
  useEffect(() => {
    setState("");
    return () => offered() && speechSynthesis.cancel();
  }, [text]);
  if (!offered()) {
    return null;
  }
  const read = () => {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = lang() === "zh" ? "zh-CN" : "en-GB";
    words.rate = slow;
    const mute = setTimeout(() => setState("mute"), beginsWithin);
    words.onstart = () => clearTimeout(mute);
    words.onend = () => setState("");
    words.onerror = ({ error }) => {
      clearTimeout(mute);
      setState(error === "canceled" || error === "interrupted" ? "" : "mute");
    };
    setState("reading");
    speechSynthesis.speak(words);
  };
  const stop = () => {
    speechSynthesis.cancel();
    setState("");
  };
  return (
    <p class="actions">
      <button type="button" class="button secondary" onClick={state === "reading" ? stop : read}>
        {say(state === "reading" ? texts.stopListening : texts.listen)}
      </button>
      <span role="status">{state === "mute" && say(texts.mute)}</span>
    </p>
  );
}
