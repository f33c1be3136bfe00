package dev.flexgate.console;

import io.vertx.ext.web.Router;
import java.util.regex.Pattern;

/** {@code /sign-in}: a key once, then a session. The form goes to the session's own door. */
final class SignInPages {

    private static final Pattern OWN_PATH = Pattern.compile("/(?!/)[A-Za-z0-9._~/:-]*");

    void addTo(Router router, Pages pages) {
        router.get("/sign-in").handler(pages.show(SignInPages::show));
    }

    private static View show(Visit visit) {
        String next = visit.query("next")
                .filter(path -> OWN_PATH.matcher(path).matches())
                .orElse("/");
        boolean refused = visit.query("refused").isPresent();
        return View.page(Section.NONE, "Sign in", "page/signin.jte", new SignInPage(next, refused));
    }
}
