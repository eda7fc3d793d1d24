// Carries the answer of a sign-in on to the app (response_mode=form_post).
document.querySelector("form[data-submit]")?.submit();
