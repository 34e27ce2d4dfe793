"""The page that shows the live images, counts and events in a browser."""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>yolocam</title>
<link rel="icon" href="data:,">
<style nonce="%(nonce)s">
  :root { color-scheme: light dark; font: 16px system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 1280px; padding: 16px; }
  img { background: #222; display: block; max-width: 100%%; min-height: 120px; }
  h2 { font-size: 1rem; margin: 16px 0 4px; }
  ul { list-style: none; margin: 0; padding: 0; }
  #counts li { display: inline-block; margin-right: 16px; font-variant-numeric: tabular-nums; }
</style>
<img src="live.mjpg?token=%(token)s" alt="Live image with what was found">
<p id="state" role="status">Connecting…</p>
<h2>Now in the image</h2><ul id="counts"><li>nothing yet</li></ul>
<h2>Events</h2><ul id="events"><li>none yet</li></ul>
<script nonce="%(nonce)s">
  const show = (id, lines) => document.getElementById(id).replaceChildren(...lines.map(line => {
    const item = document.createElement("li"); item.textContent = line; return item; }));
  const state = document.getElementById("state");
  let events = [];
  const source = new EventSource("events?token=%(token)s");
  source.onmessage = message => {
    const told = JSON.parse(message.data);
    state.textContent = "Frame " + told.frame;
    const counts = Object.entries(told.counts).map(([name, count]) => count + " " + name);
    show("counts", counts.length ? counts : ["nothing"]);
    events = told.events.map(e => e.seconds + " s: " + [e.kind, e.place].filter(Boolean).join(" "))
      .reverse().concat(events).slice(0, 50);
    if (events.length) show("events", events);
  };
  source.onerror = () => { state.textContent = "The connection is lost; it is tried again."; };
</script>
</html>
"""
