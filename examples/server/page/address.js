/**
 * What is searched for, as the address of the page says it.
 *
 * @returns {{query: string, order: "newest"|"oldest", page: number}}
 */
export function readAddress() {
  const parameters = new URLSearchParams(location.search);
  const page = Number.parseInt(parameters.get("page") ?? "1", 10);
  return {
    query: parameters.get("query") ?? "",
    order: parameters.get("order") === "oldest" ? "oldest" : "newest",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Puts a search into the address, where "back" leads to the one before. */
export function pushAddress({ query, order, page }) {
  const parameters = new URLSearchParams();
  if (query !== "") parameters.set("query", query);
  if (order !== "newest") parameters.set("order", order);
  if (page !== 1) parameters.set("page", String(page));
  const search = parameters.size > 0 ? `?${parameters}` : "";
  const address = location.pathname + search;
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
}
