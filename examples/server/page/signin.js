import { canSign } from "./sign.js";

/** Asks for the keys, where calls must be signed. */
export class SignIn {
  #api;
  #form;
  #failed;
  #onSignedIn;

  /** @param {() => void} onSignedIn */
  constructor(api, form, onSignedIn) {
    this.#api = api;
    this.#form = form;
    this.#failed = form.querySelector("[role=alert]");
    this.#onSignedIn = onSignedIn;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try();
    });
  }

  ask() {
    this.#form.hidden = false;
    const { key } = this.#form.elements;
    if (canSign()) return key.focus();
    for (const control of this.#form.elements) control.disabled = true;
    this.#failed.textContent =
      "Browsers sign calls only on pages that nobody can have changed on their way. " +
      "Open this one by https, or by http://localhost through a tunnel.";
  }

  async #try() {
    const { key, secret } = this.#form.elements;
    this.#failed.textContent = "";
    this.#api.signIn({ key: key.value.trim(), secret: secret.value.trim() });
    try {
      // Any call shows whether the keys are right; this one is small.
      await this.#api.check("", null);
    } catch (error) {
      this.#api.signOut();
      this.#failed.textContent = error.message;
      secret.select();
      return;
    }
    this.#form.reset();
    this.#form.hidden = true;
    this.#onSignedIn();
  }
}
