import { messageOf } from "./api.js";
import { canSign } from "./sign.js";

/** Asks for the keys, where calls must be signed. */
export class SignIn {
  #api;
  #form;
  #failed;
  #onSignedIn;

  /**
   * @param {import("./api.js").Api} api
   * @param {HTMLFormElement} form
   * @param {() => void} onSignedIn
   */
  constructor(api, form, onSignedIn) {
    this.#api = api;
    this.#form = form;
    this.#failed = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));
    this.#onSignedIn = onSignedIn;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try();
    });
  }

  /** @returns {{key: HTMLInputElement, secret: HTMLInputElement}} */
  get #fields() {
    return /** @type {any} */ (this.#form.elements);
  }

  ask() {
    this.#form.hidden = false;
    const { key } = this.#fields;
    if (canSign()) return key.focus();
    for (const control of this.#form.querySelectorAll("input, button")) control.setAttribute("disabled", "");
    this.#failed.textContent =
      "This page came by plain HTTP from another computer, where browsers can't sign calls: " +
      "open it by https, or at http://localhost through a tunnel.";
  }

  async #try() {
    const { key, secret } = this.#fields;
    this.#failed.textContent = "";
    this.#api.signIn({ key: key.value.trim(), secret: secret.value.trim() });
    try {
      // Any call shows whether the keys are right; this one is small.
      await this.#api.check("", null);
    } catch (error) {
      this.#api.signOut();
      this.#failed.textContent = messageOf(error);
      secret.select();
      return;
    }
    this.#form.reset();
    this.#form.hidden = true;
    this.#onSignedIn();
  }
}
