/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the text that is in the clipboard of the display, as another program would get it. */

#include <gtk/gtk.h>

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (text == NULL)
    g_printerr ("%s\n", error != NULL ? error->message : "nothing there");
  else
    g_print ("%s", text);
  *(gboolean *) user_data = TRUE;
}

int
main (int    argc,
      char **argv)
{
  gboolean done = FALSE;

  if (!gtk_init_check ())
    return 1;
  gdk_clipboard_read_text_async (gdk_display_get_clipboard (gdk_display_get_default ()), NULL, on_text, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
