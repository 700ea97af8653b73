/* A passkey is asked of the device here and nowhere else; without scripts the button never shows. */
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const make = async ({ publicKey }) => {
    const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    const challenge = bytes(publicKey.challenge);
    const excludeCredentials = known(publicKey.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: { ...publicKey, user, challenge, excludeCredentials } });
    return told(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  };

  const show = async ({ publicKey }) => {
    const challenge = bytes(publicKey.challenge);
    const allowCredentials = known(publicKey.allowCredentials);
    const shown = await navigator.credentials.get({ publicKey: { ...publicKey, challenge, allowCredentials } });
    const { authenticatorData, signature, userHandle } = shown.response;
    return told(shown, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  };

  const told = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const optionsOf = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  };

  addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      const faults = [...form.querySelectorAll("[data-fault]")];
      let isAsking = false;
      if (!window.PublicKeyCredential) {
        form.querySelector("[data-unable]").hidden = false;
        continue;
      }
      for (const part of form.querySelectorAll("[data-able]")) part.hidden = false;
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (isAsking) return; // a second click would break the first one off
        isAsking = true;
        for (const each of faults) each.hidden = true;
        try {
          const options = await optionsOf(form);
          const credential = await (form.dataset.passkey === "make" ? make(options) : show(options));
          form.elements.credential.value = JSON.stringify(credential);
          form.submit();
        } catch (refusal) {
          const fault = faults.find((each) => each.dataset.fault === refusal.name) || faults[0];
          fault.hidden = false;
          fault.focus();
        } finally {
          isAsking = false;
        }
      });
    }
  });
})();
