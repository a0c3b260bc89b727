// SPDX-License-Identifier: Apache-2.0

// Reading a QR code with the camera, where the browser can.

import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import { counterTexts } from "./texts.ts";

type Detector = { detect: (of: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type Detectors = { new (of: { formats: string[] }): Detector; getSupportedFormats: () => Promise<string[]> };

const format = "qr_code";
const every = 250; // ms

async function detector(): Promise<Detector | undefined> {
  const known = (globalThis as { BarcodeDetector?: Detectors }).BarcodeDetector;
  return (await known?.getSupportedFormats())?.includes(format) ? new (known as Detectors)({ formats: [format] }) : undefined;
}

type Eye = { detect: Detector; stream: MediaStream };

async function open(): Promise<Eye | undefined> {
  const detect = await detector();
  return detect && { detect, stream: await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }) };
}

const close = ({ stream }: Eye) => {
  for (const track of stream.getTracks()) {
    track.stop();
  }
};

// Scan gives what it has read, and goes on until somebody takes it away.
export function Scan({ read }: { read: (text: string) => void }) {
  const [eye, setEye] = useState<Eye>();
  const [blind, setBlind] = useState(false);
  const start = () =>
    open().then(
      (opened) => (opened ? setEye(opened) : setBlind(true)),
      () => setBlind(true),
    );
  if (eye) {
    return <Looking eye={eye} read={read} stop={() => setEye(undefined)} />;
  }
  return (
    <>
      {blind && <Fault fault={say(counterTexts.noCamera)} />}
      <p class="actions">
        <button type="button" class="button" onClick={start}>
          {say(counterTexts.scan)}
        </button>
      </p>
    </>
  );
}

function Looking({ eye, read, stop }: { eye: Eye; read: (text: string) => void; stop: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) {
      video.current.srcObject = eye.stream;
      video.current.play().catch(() => {});
    }
    const timer = setInterval(async () => {
      const [found] = video.current ? await eye.detect.detect(video.current).catch(() => []) : [];
      if (found) {
        read(found.rawValue);
      }
    }, every);
    return () => {
      clearInterval(timer);
      close(eye);
    };
  }, []);
  return (
    <>
      <p role="status">{say(counterTexts.scanning)}</p>
      <video ref={video} class="camera" aria-label={say(counterTexts.video)} muted playsInline />
      <p class="actions">
        <button type="button" class="button secondary" onClick={stop}>
          {say(counterTexts.stop)}
        </button>
      </p>
    </>
  );
}
