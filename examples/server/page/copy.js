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
