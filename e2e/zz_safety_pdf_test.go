package e2e

import (
	"os"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

func TestZZSafetyPDF(t *testing.T) {
	w := newWorld(t)
	for name, path := range map[string]string{"n": "/sheet", "l": "/sheet?size=large"} {
		id := w.rows("SELECT id FROM safety_text WHERE kind = 'plan' AND version = 2 ORDER BY recorded_at DESC")[0]
		p := w.open(t, "leah", true)
		p.to("/safety/" + id + path)
		got, err := chromedp.Call(p.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: true})
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/look/sheet-"+name+".pdf", got.Data, 0o644)
	}
}
