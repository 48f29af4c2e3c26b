// The application that is looked at. Paths are relative to the page's own address.

const PATIENCE = 10_000;

// To warm up, a provider connects to its vendor, and may have to wait for it.
const ACTION_PATIENCE = 45_000;

const OBSTACLES = {
  401: "There are no buttons: you aren't signed in any more. Reload the page.",
  403: "There are no buttons: the application refused an action (403). Either you aren't allowed any, or it protects "
      + "itself from forged requests by a token that this page can't read, for which HarborAI's documentation of the "
      + "dashboard says what to configure. Then reload the page.",
  405: "There are no buttons: the access to the endpoint doesn't allow actions.",
  frame: "There are no buttons: another page shows this one in a frame.",
};

class ServerProblem extends Error {

  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }

}

class Server {

  constructor({ endpoint, budgets, actions }) {
    this.endpoint = endpoint;
    this.budgets = budgets;
    // Why there are no buttons. In a frame of somebody else's page, a click may not be meant for us.
    this.obstacle = actions !== "true" ? OBSTACLES[405] : window.top !== window.self ? OBSTACLES.frame : "";
  }

  get canAct() {
    return this.obstacle === "";
  }

  async read() {
    if (!this.endpoint) {
      throw new ServerProblem("Actuator doesn't expose the endpoint this page reads. Add harborai to "
          + "management.endpoints.web.exposure.include, and restart the application.", 404);
    }
    return this.exchange(this.endpoint);
  }

  // Budgets are an addition: without them the page has everything else.
  async readBudgets() {
    if (!this.budgets) {
      return null;
    }
    try {
      return await this.exchange(this.budgets);
    } catch (problem) {
      if (problem instanceof ServerProblem) {
        return null;
      }
      throw problem;
    }
  }

  async act(provider, action) {
    try {
      return await this.exchange(`${this.endpoint}/${encodeURIComponent(provider)}`, {
        method: "POST", signal: AbortSignal.timeout(ACTION_PATIENCE), headers: { "Content-Type": "application/json", ...crossSiteToken() }, body: JSON.stringify({ action }),
      });
    } catch (problem) {
      this.obstacle = OBSTACLES[problem.status] ?? this.obstacle;
      throw problem;
    }
  }

  async exchange(path, options = {}) {
    let response;
    try {
      response = await fetch(path, {
        cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
    } catch {
      throw new ServerProblem("The application doesn't answer.");
    }
    if (!response.ok) {
      throw new ServerProblem(explain(response.status), response.status);
    }
    try {
      const text = await response.text();
      return text === "" ? null : JSON.parse(text);
    } catch {
      throw new ServerProblem("The application's answer can't be read. If you have to sign in again, reload the page.");
    }
  }

}

function explain(status) {
  switch (status) {
    case 401: return "You aren't signed in any more. Reload the page.";
    case 403: return "The application doesn't allow you this.";
    case 404: return "The application knows nothing of this (404).";
    case 405: return "The application takes no actions (405).";
    default: return `The application answered ${status}.`;
  }
}

// Spring Security's token against forged requests, where it is in a cookie.
function crossSiteToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("XSRF-TOKEN="));
  return cookie ? { "X-XSRF-TOKEN": decoded(cookie.slice("XSRF-TOKEN=".length)) } : {};
}

// Somebody else's cookie may not be encoded at all.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
