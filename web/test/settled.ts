// SPDX-License-Identifier: Apache-2.0

const turns = 20;

// settled waits until the page has stayed as it is for some turns of the event loop. It counts turns and no time: on a busy machine
// each takes longer, and so does what is waited for.
export async function settled(): Promise<void> {
  let still = 0;
  const watcher = new MutationObserver(() => {
    still = 0;
  });
  watcher.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  for (; still < turns; still++) {
    await new Promise((turned) => setTimeout(turned, 1));
  }
  watcher.disconnect();
}
