// Passkeys: the browser makes or shows one, the form carries what it answered. A form that asks for one is hidden until
// this browser can: without scripts, or at an address that is a number, there are the other ways in.

const NUMBER = /^(\d+(\.\d+){3}|\[.*\])$/;
const can = window.PublicKeyCredential?.parseRequestOptionsFromJSON && !NUMBER.test(location.hostname);

const SAYS = {
  NotAllowedError: "Nothing was chosen, or it took too long. Try again, or come in another way.",
  InvalidStateError: "This device has a passkey of yours already.",
};
const ELSE = "That did not work on this device. Try again, or come in another way.";

async function options(form) {
  const kept = form.querySelector("script[type='application/json']");
  if (kept) return JSON.parse(kept.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The options were refused: ${answer.status}`);
  return answer.json();
}

async function made({ creation_options: { publicKey } }) {
  // Found by the device itself, and opened by its owner alone: it can stand for the password as well.
  const choice = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true };
  choice.userVerification = "required";
  const asked = PublicKeyCredential.parseCreationOptionsFromJSON({ ...publicKey, authenticatorSelection: choice });
  return navigator.credentials.create({ publicKey: asked });
}

async function shown({ request_options: { publicKey } }) {
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!can) {
    document.querySelector("[data-no-passkey]")?.removeAttribute("hidden");
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-said]");
    said.textContent = "";
    try {
      const credential = await (form.dataset.passkey === "make" ? made : shown)(await options(form));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (problem) {
      console.warn(problem);
      said.textContent = SAYS[problem.name] ?? ELSE;
    }
  });
}
