/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small print of a card.  The fields that all shipped layers have in common (data/geo/schema/common.json) are told in
 * sentences, for a label and a value would say less than they mean.  Any file may use these names.  Pure; any thread. */

#include "ui/atlas-card-small.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-locale.h"
#include "ui/atlas-card-value.h"
#include "ui/atlas-text.h"

static const struct
{
  const char *quality;
  const char *sentence;
} qualities[] = {
  { "small_scale", N_("Shape from a small-scale data set") },
  { "compiled", N_("Place compiled from descriptions") },
  { "schematic", N_("Shape drawn schematically: not for measuring") },
  { "sample", N_("An example, not an established project") },
};

gboolean
atlas_card_small_knows (const char *name)
{
  static const char *const names[] = {
    "accuracy_m", "geom_quality", "verified", "source", "source_en", "licence", NULL,
  };

  return g_strv_contains (names, name);
}

static char *
dup_text (AtlasTable *table,
          const char *name,
          gsize       feature)
{
  int field = atlas_table_find_field (table, name);

  return field >= 0 ? atlas_card_value (table, (guint) field, feature, NULL, NULL, TRUE) : NULL;
}

static void
add_accuracy (GPtrArray  *sentences,
              AtlasTable *table,
              gsize       feature)
{
  int field = atlas_table_find_field (table, "accuracy_m");
  double metres = field >= 0 ? atlas_table_get_number (table, (guint) field, feature) : NAN;

  if (isfinite (metres) && metres > 0)
    {
      g_autofree char *distance = atlas_text_distance (metres);

      g_ptr_array_add (sentences, g_strdup_printf (_("Position accurate to about %s"), distance));
    }
}

static void
add_quality (GPtrArray  *sentences,
             AtlasTable *table,
             gsize       feature)
{
  g_autofree char *quality = dup_text (table, "geom_quality", feature);

  for (gsize i = 0; i < G_N_ELEMENTS (qualities); i++)
    if (g_strcmp0 (quality, qualities[i].quality) == 0)
      {
        g_ptr_array_add (sentences, g_strdup (_(qualities[i].sentence)));
        return;
      }
  if (quality != NULL)
    g_ptr_array_add (sentences, g_strdup_printf (_("Quality of the shape: %s"), quality));
}

static void
add_verified (GPtrArray  *sentences,
              AtlasTable *table,
              gsize       feature)
{
  int field = atlas_table_find_field (table, "verified");

  if (field < 0 || atlas_table_get_field_type (table, (guint) field) != ATLAS_FIELD_BOOLEAN
      || atlas_table_is_null (table, (guint) field, feature))
    return;
  g_ptr_array_add (sentences, g_strdup (atlas_table_get_integer (table, (guint) field, feature) != 0
                                        ? _("Verified on the ground or against an official record")
                                        : _("Not yet verified on the ground")));
}

static void
add_origin (GPtrArray  *sentences,
            AtlasTable *table,
            gsize       feature)
{
  g_autofree char *licence = dup_text (table, "licence", feature);
  g_autofree char *source = NULL;

  if (!atlas_locale_is_chinese ())
    source = dup_text (table, "source_en", feature);
  if (source == NULL)
    source = dup_text (table, "source", feature);
  if (source != NULL)
    g_ptr_array_add (sentences, g_strdup_printf (_("Source: %s"), source));
  if (g_strcmp0 (licence, "public-domain") == 0)
    g_ptr_array_add (sentences, g_strdup (_("Licence: none needed, public domain")));
  else if (licence != NULL)
    g_ptr_array_add (sentences, g_strdup_printf (_("Licence: %s"), licence));
}

char *
atlas_card_small_print (AtlasTable *table,
                        gsize       feature)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  add_quality (sentences, table, feature);
  add_accuracy (sentences, table, feature);
  add_verified (sentences, table, feature);
  add_origin (sentences, table, feature);
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv ("\n", (char **) sentences->pdata);
}
