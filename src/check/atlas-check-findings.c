/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of a layer: kept up to a number for each rule, counted beyond, so that a file with a million wrong features
 * costs no more memory than one with a few.  Belongs to AtlasCheck; one thread. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_QUOTE 60

/* How many findings a rule has, by severity. */
typedef struct
{
  guint64 kept[ATLAS_N_SEVERITIES];
  guint64 total[ATLAS_N_SEVERITIES];
} Counts;

static Counts *
get_counts (AtlasCheckLayer *layer,
            const char      *rule)
{
  Counts *counts = g_hash_table_lookup (layer->rules, rule);

  if (counts != NULL)
    return counts;
  counts = g_new0 (Counts, 1);
  g_hash_table_insert (layer->rules, (gpointer) rule, counts);
  return counts;
}

gboolean
_atlas_check_is_full (AtlasCheckLayer *layer,
                      AtlasSeverity    severity,
                      const char      *rule)
{
  guint max = layer->check->max_findings;

  return max > 0 && get_counts (layer, rule)->kept[severity] >= max;
}

void
_atlas_check_finding_free (gpointer data)
{
  AtlasFinding *finding = data;

  g_free (finding->id);
  g_free (finding->field);
  g_free (finding->message);
  g_free (finding);
}

/* Counts a finding and says whether it is to be kept. */
static gboolean
count (AtlasCheckLayer *layer,
       AtlasSeverity    severity,
       const char      *rule)
{
  Counts *counts = get_counts (layer, rule);

  counts->total[severity]++;
  layer->report.counts[severity]++;
  if (_atlas_check_is_full (layer, severity, rule))
    return FALSE;
  counts->kept[severity]++;
  return TRUE;
}

/* Where a feature is, for findings that know no better place. */
static void
find_place (AtlasCheckLayer *layer,
            gsize            feature,
            double          *lon,
            double          *lat)
{
  AtlasPart part;

  if (feature == ATLAS_CHECK_LAYER || layer->table == NULL || atlas_table_get_n_parts (layer->table, feature) == 0)
    return;
  atlas_table_get_part (layer->table, feature, 0, &part);
  if (part.n_vertices == 0)
    return;
  *lon = part.coords[0];
  *lat = part.coords[1];
}

void
_atlas_check_report (AtlasCheckLayer *layer,
                     AtlasSeverity    severity,
                     const char      *rule,
                     gsize            feature,
                     const char      *field,
                     double           lon,
                     double           lat,
                     const char      *format,
                     ...)
{
  AtlasFinding *finding;
  va_list args;

  if (!count (layer, severity, rule))
    return;
  finding = g_new0 (AtlasFinding, 1);
  finding->severity = severity;
  finding->rule = rule;
  finding->field = g_strdup (field);
  finding->lon = lon;
  finding->lat = lat;
  if (feature != ATLAS_CHECK_LAYER)
    {
      finding->number = _atlas_check_get_number (layer, feature);
      finding->id = g_strdup (_atlas_check_get_id (layer, feature));
    }
  if (isnan (lon))
    find_place (layer, feature, &finding->lon, &finding->lat);
  va_start (args, format);
  finding->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (layer->findings, finding);
}

void
_atlas_check_report_number (AtlasCheckLayer *layer,
                            AtlasSeverity    severity,
                            const char      *rule,
                            guint64          number,
                            const char      *id,
                            const char      *field,
                            const char      *message)
{
  AtlasFinding *finding;

  if (!count (layer, severity, rule))
    return;
  finding = g_new0 (AtlasFinding, 1);
  finding->severity = severity;
  finding->rule = rule;
  finding->number = number;
  finding->id = g_strdup (id);
  finding->field = g_strdup (field);
  finding->lon = finding->lat = NAN;
  finding->message = g_strdup (message);
  if (number > 0)
    find_place (layer, _atlas_check_get_feature (layer, number), &finding->lon, &finding->lat);
  g_ptr_array_add (layer->findings, finding);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const AtlasFinding *x = *(AtlasFinding *const *) a, *y = *(AtlasFinding *const *) b;
  int order;

  if (x->severity != y->severity)
    return x->severity < y->severity ? -1 : 1;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  order = strcmp (x->rule, y->rule);
  if (order == 0)
    order = g_strcmp0 (x->field, y->field);
  /* The sort need not keep the order of equals, so the text decides: the same input gives the same report. */
  return order != 0 ? order : strcmp (x->message, y->message);
}

/* Notes for each rule that found more than is listed how many, and after which finding to say so. */
static void
note_more (AtlasCheckLayer *layer)
{
  for (guint i = layer->findings->len; i > 0; i--)
    {
      const AtlasFinding *finding = g_ptr_array_index (layer->findings, i - 1);
      Counts *counts = g_hash_table_lookup (layer->rules, finding->rule);
      AtlasCheckMore more = { finding->rule, finding->severity, i - 1, 0 };

      more.count = counts->total[finding->severity] - counts->kept[finding->severity];
      if (more.count > 0)
        g_array_prepend_val (layer->more, more);
      /* Told once. */
      counts->total[finding->severity] = counts->kept[finding->severity];
    }
}

void
_atlas_check_finish_findings (AtlasCheckLayer *layer)
{
  AtlasCheckReport *report = &layer->report;

  g_ptr_array_sort (layer->findings, compare);
  note_more (layer);
  report->layer = layer->name;
  report->file = layer->file;
  report->findings = (const AtlasFinding *const *) layer->findings->pdata;
  report->n_findings = layer->findings->len;
  report->more = (const AtlasCheckMore *) (gconstpointer) layer->more->data;
  report->n_more = layer->more->len;
}

char *
_atlas_check_quote (const char *text)
{
  GString *quoted = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (n++ == MAX_QUOTE)
        {
          g_string_append (quoted, "…");
          break;
        }
      /* Control characters, and those that turn the direction of writing, would change the line that they stand in. */
      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR
          || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        c = 0xfffd;
      g_string_append_unichar (quoted, c);
    }
  return g_string_free (quoted, FALSE);
}

char *
_atlas_check_dup_label (AtlasCheckLayer *layer,
                        gsize            feature)
{
  const char *id = _atlas_check_get_id (layer, feature);

  if (id != NULL)
    return _atlas_check_quote (id);
  return g_strdup_printf (_("feature %llu"), (unsigned long long) _atlas_check_get_number (layer, feature));
}

const char *
atlas_severity_get_name (AtlasSeverity severity)
{
  static const char *const names[ATLAS_N_SEVERITIES] = { "error", "warning", "note" };

  g_return_val_if_fail (severity < ATLAS_N_SEVERITIES, names[0]);
  return names[severity];
}
