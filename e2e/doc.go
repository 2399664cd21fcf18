// Package e2e walks through Footbridge as the people do who use it: in a real
// browser, with and without JavaScript, by keyboard, on a phone; and over HTTP
// alone where the browser would only be in the way. It starts the real server
// on a copy of the demo network, on a morning that is always the same: it has
// only tests.
package e2e
