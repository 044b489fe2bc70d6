/**
 * Makes the button copy the text of the element, and say so.
 *
 * @param {HTMLElement} button
 * @param {HTMLElement} source
 * @param {(text: string) => void} announce
 */
export function copies(button, source, announce) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      announce("Copied");
    } catch {
      // Where the clipboard is refused, the text is at least selected.
      getSelection()?.selectAllChildren(source);
      announce("The text is selected: copy it with the keyboard");
      return;
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  });
}

/**
 * Copies a text that the page does not show as a whole, and says so.
 *
 * @param {string} text
 * @param {HTMLElement} button is marked when that is done
 * @param {(text: string) => void} announce
 */
export async function copyText(text, button, announce) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers give the clipboard to secure pages alone.
    announce("The browser does not let this page copy");
    return;
  }
  announce("Copied");
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 1500);
}
