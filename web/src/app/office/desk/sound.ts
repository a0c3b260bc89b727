// SPDX-License-Identifier: Apache-2.0

// The sound of an alarm. Browsers make none before somebody has pressed something on the page, so that it is switched on by hand.

let sounding: AudioContext | undefined;

// switchOn lets the page make sounds, and makes one, so that whoever is on duty hears how loud it is.
export async function switchOn(): Promise<boolean> {
  sounding ??= typeof AudioContext === "function" ? new AudioContext() : undefined;
  await sounding?.resume();
  ring("gentle");
  return sounding?.state === "running";
}

export async function switchOff(): Promise<void> {
  await sounding?.suspend();
}

const tones: { [kind in Ring]: readonly number[] } = {
  urgent: [988, 740, 988, 740], // Hz, one after the other
  gentle: [660, 880],
  lost: [330, 220],
};

export type Ring = "urgent" | "gentle" | "lost";

const each = 0.18; // s

// ring sounds once, if sound is on.
export function ring(kind: Ring): void {
  if (sounding?.state !== "running") {
    return;
  }
  const volume = sounding.createGain();
  volume.gain.value = 0.4;
  volume.connect(sounding.destination);
  const begin = sounding.currentTime;
  for (const [i, frequency] of tones[kind].entries()) {
    const tone = sounding.createOscillator();
    tone.type = "triangle";
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start(begin + i * each);
    tone.stop(begin + (i + 0.85) * each);
  }
}
