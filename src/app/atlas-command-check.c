/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command "check": what is wrong with files, as text for a person or JSON for a program. */

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "app/atlas-command.h"
#include "check/atlas-check.h"
#include "data/atlas-paths.h"

#define DEFAULT_MAX 20

/* -- text -------------------------------------------------------------------------------------------------------- */

static const char *
get_severity_word (AtlasSeverity severity)
{
  switch (severity)
    {
    case ATLAS_SEVERITY_ERROR:
      return C_("severity", "error");
    case ATLAS_SEVERITY_WARNING:
      return C_("severity", "warning");
    case ATLAS_SEVERITY_NOTE:
    default:
      return C_("severity", "note");
    }
}

/* A line of text with text from files in it, which must stay one line and leave the terminal alone. */
static void
print_line (const GString *line)
{
  g_autoptr (GString) clean = g_string_sized_new (line->len + 1);

  for (const char *p = line->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR
          || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        c = 0xfffd;
      g_string_append_unichar (clean, c);
    }
  g_print ("%s\n", clean->str);
}

/* "1 error, 2 warnings" */
static char *
dup_counts (guint64 errors,
            guint64 warnings)
{
  g_autofree char *first = NULL, *second = NULL;

  first = g_strdup_printf (ngettext ("%llu error", "%llu errors", (gulong) errors),
                           (unsigned long long) errors);
  second = g_strdup_printf (ngettext ("%llu warning", "%llu warnings", (gulong) warnings),
                            (unsigned long long) warnings);
  return g_strdup_printf (C_("counts", "%s, %s"), first, second);
}

static void
print_finding (const AtlasFinding *finding)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "  %s  ", get_severity_word (finding->severity));
  if (finding->id != NULL)
    g_string_append (line, finding->id);
  else if (finding->number > 0)
    g_string_append_printf (line, _("feature %llu"), (unsigned long long) finding->number);
  else
    g_string_append (line, _("the layer"));
  if (isfinite (finding->lon))
    {
      char lon[G_ASCII_DTOSTR_BUF_SIZE], lat[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (line, " (%s, %s)", g_ascii_formatd (lon, sizeof lon, "%.5f", finding->lon),
                              g_ascii_formatd (lat, sizeof lat, "%.5f", finding->lat));
    }
  g_string_append (line, "  ");
  if (finding->field != NULL)
    g_string_append_printf (line, "%s: ", finding->field);
  g_string_append_printf (line, "%s [%s]", finding->message, finding->rule);
  print_line (line);
}

static void
print_report (const AtlasCheckReport *report)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *counts = dup_counts (report->counts[ATLAS_SEVERITY_ERROR], report->counts[ATLAS_SEVERITY_WARNING]);
  guint more = 0;

  g_string_append_printf (line, ngettext ("%s: %llu feature, %s", "%s: %llu features, %s", (gulong) report->n_features),
                          report->layer, (unsigned long long) report->n_features, counts);
  print_line (line);
  for (guint i = 0; i < report->n_findings; i++)
    {
      print_finding (report->findings[i]);
      for (; more < report->n_more && report->more[more].after == i; more++)
        g_print (_("    and %llu more [%s]\n"), (unsigned long long) report->more[more].count, report->more[more].rule);
    }
}

static void
print_text (AtlasCheck *check)
{
  g_autofree char *counts = NULL;
  guint n = atlas_check_get_n_reports (check);

  for (guint i = 0; i < n; i++)
    print_report (atlas_check_get_report (check, i));
  counts = dup_counts (atlas_check_get_count (check, ATLAS_SEVERITY_ERROR),
                       atlas_check_get_count (check, ATLAS_SEVERITY_WARNING));
  g_print (ngettext ("%s in %u layer\n", "%s in %u layers\n", n), counts, n);
}

/* -- JSON -------------------------------------------------------------------------------------------------------- */

static void
add_count (JsonBuilder *builder,
           const char  *name,
           guint64      count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
add_finding (JsonBuilder        *builder,
             const AtlasFinding *finding)
{
  json_builder_begin_object (builder);
  atlas_command_add_string (builder, "severity", atlas_severity_get_name (finding->severity));
  atlas_command_add_string (builder, "rule", finding->rule);
  /* The id if it has one, else its number in the file; null: the layer. */
  if (finding->id == NULL && finding->number > 0)
    add_count (builder, "feature", finding->number);
  else
    atlas_command_add_string (builder, "feature", finding->id);
  atlas_command_add_string (builder, "field", finding->field);
  json_builder_set_member_name (builder, "lon");
  atlas_command_add_number (builder, finding->lon);
  json_builder_set_member_name (builder, "lat");
  atlas_command_add_number (builder, finding->lat);
  atlas_command_add_string (builder, "message", finding->message);
  json_builder_end_object (builder);
}

static void
add_report (JsonBuilder            *builder,
            const AtlasCheckReport *report)
{
  json_builder_begin_object (builder);
  atlas_command_add_string (builder, "layer", report->layer);
  atlas_command_add_string (builder, "file", report->file);
  add_count (builder, "features", report->n_features);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->n_findings; i++)
    add_finding (builder, report->findings[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "more");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->n_more; i++)
    {
      json_builder_begin_object (builder);
      atlas_command_add_string (builder, "severity", atlas_severity_get_name (report->more[i].severity));
      atlas_command_add_string (builder, "rule", report->more[i].rule);
      add_count (builder, "count", report->more[i].count);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (AtlasCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < atlas_check_get_n_reports (check); i++)
    add_report (builder, atlas_check_get_report (check, i));
  json_builder_end_array (builder);
  add_count (builder, "errors", atlas_check_get_count (check, ATLAS_SEVERITY_ERROR));
  add_count (builder, "warnings", atlas_check_get_count (check, ATLAS_SEVERITY_WARNING));
  json_builder_end_object (builder);
  atlas_command_print_json (builder);
}

/* ---------------------------------------------------------------------------------------------------------------- */

int
atlas_command_check (int    argc,
                     char **argv)
{
  gboolean as_json = FALSE;
  int max = DEFAULT_MAX;
  g_autofree char *name = NULL;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "schema", 0, 0, G_OPTION_ARG_STRING, &name, N_("The layer that the file is to become, when its name does not say so"),
      N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { "max", 0, 0, G_OPTION_ARG_INT, &max, N_("How many findings of a rule to list for a layer (default 20; 0: all)"), N_("N") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (AtlasCheck) check = NULL;
  AtlasSchema *schema = NULL;

  if (!atlas_command_parse ("check", _("FILE…"), _("Tells what is wrong with layers before they are used."), entries, argc, argv))
    return EXIT_USAGE;
  if (files == NULL)
    return atlas_command_wrong_use ("check", "%s", _("“check” needs a file to check."));
  if (max < 0)
    return atlas_command_wrong_use ("check", "%s", _("--max is a number of findings, from 0."));
  if (name != NULL && g_strv_length (files) != 1)
    return atlas_command_wrong_use ("check", "%s", _("--schema goes with exactly one file."));
  if (name != NULL && (schema = atlas_schema_find (name)) == NULL)
    {
      g_auto (GStrv) names = atlas_schema_list ();
      g_autofree char *list = g_strjoinv (", ", names);

      return atlas_command_wrong_use ("check", _("There is no schema “%s”. There are: %s."), name, list);
    }

  check = atlas_check_new ((guint) max);
  atlas_check_set_others (check, atlas_paths_get_layers ());
  for (char **path = files; *path != NULL; path++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (*path);

      atlas_check_add_file (check, file, schema);
    }
  atlas_check_run (check);
  if (as_json)
    print_json (check);
  else
    print_text (check);
  return atlas_check_get_count (check, ATLAS_SEVERITY_ERROR) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
