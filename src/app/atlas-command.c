/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line's commands share.  Main thread, no display. */

#include "app/atlas-command.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

int
atlas_command_wrong_use (const char *command,
                         const char *format,
                         ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("taihang-atlas: %s\n", message);
  g_printerr (_("Try “taihang-atlas %s --help”.\n"), command);
  return EXIT_USAGE;
}

gboolean
atlas_command_parse (const char         *command,
                     const char         *parameters,
                     const char         *summary,
                     const GOptionEntry *entries,
                     int                 argc,
                     char              **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("taihang-atlas %s", command);

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    return TRUE;
  atlas_command_wrong_use (command, "%s", error->message);
  return FALSE;
}

void
atlas_command_add_string (JsonBuilder *builder,
                          const char  *name,
                          const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
atlas_command_add_number (JsonBuilder *builder,
                          double       value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
atlas_command_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  fputs (text, stdout);
  fputc ('\n', stdout);
}
