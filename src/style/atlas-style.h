/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-table.h"
#include "style/atlas-density.h"
#include "style/atlas-symbol.h"

G_BEGIN_DECLS

/**
 * AtlasStyle:
 *
 * How a layer's features look, read-only: an ordered list of rules.  The first rule whose condition a feature meets gives
 * its symbol.  A symbol is a fill, strokes from bottom to top, a marker and a label, each of which may be absent; sizes are
 * functions of the zoom, colours come in a light and a dark variant.  Earlier rules are painted over
 * later ones.  Styles are written as JSON, documented in src/style/README.md.  A style never changes; any thread may use it.
 */
typedef struct _AtlasStyle AtlasStyle;

/**
 * atlas_style_new_from_json:
 * @json: see src/style/README.md
 * @length: bytes or -1
 *
 * Returns: (transfer full) (nullable): the style, or %NULL with %G_IO_ERROR_INVALID_DATA whose message says where
 */
AtlasStyle      *atlas_style_new_from_json (const char  *json,
                                            gssize       length,
                                            GError     **error);

/**
 * atlas_style_new_shipped:
 * @name: such as "rivers": a style built into the library
 *
 * Returns: (transfer full): that style; a missing or broken one is a programming error
 */
AtlasStyle      *atlas_style_new_shipped (const char *name);

/**
 * atlas_style_new_default:
 * @table: the layer that it is for: its geometry kind decides
 * @nth: how many layers of people's own came before: picks the colour
 *
 * Returns: (transfer full): a style that looks right without a click; labels the field "name", "名称" or the like if any
 */
AtlasStyle      *atlas_style_new_default (AtlasTable *table,
                                          guint       nth);

AtlasStyle      *atlas_style_ref (AtlasStyle *self);
void             atlas_style_unref (AtlasStyle *self);

/** atlas_style_get_rules: @n: (out): Returns: (transfer none) (array length=n): the rules. */
const AtlasRule *atlas_style_get_rules (AtlasStyle *self,
                                        guint      *n);

/** atlas_style_get_density: Returns: (transfer none) (nullable): how points are drawn together at @zoom (NaN: at any). */
const AtlasDensity *atlas_style_get_density (AtlasStyle *self,
                                             double      zoom);

/** atlas_style_get_reach: Returns: how many pixels a symbol may reach beyond its geometry, at most, at @zoom. */
double           atlas_style_get_reach (AtlasStyle *self,
                                        double      zoom);

/**
 * AtlasStyleMatcher:
 *
 * A style bound to a table: values looked up once, so that matching a feature is a comparison of integers.
 * Immutable once made; any thread.
 */
typedef struct _AtlasStyleMatcher AtlasStyleMatcher;

AtlasStyleMatcher *atlas_style_matcher_new (AtlasStyle *style,
                                            AtlasTable *table);
void               atlas_style_matcher_free (AtlasStyleMatcher *self);

/** atlas_style_matcher_match: Returns: (transfer none) (nullable): the first rule that @feature meets at @zoom (NaN: at any). */
const AtlasRule   *atlas_style_matcher_match (AtlasStyleMatcher *self,
                                              gsize              feature,
                                              double             zoom);

/**
 * atlas_style_matcher_match_titled:
 *
 * The class that a legend counts a feature to.  A rule without a title draws some of a class with more weight or less (a spot
 * of the highest grade), so its features belong to the first rule with a title whose conditions they meet too.
 *
 * Returns: (transfer none) (nullable): the first rule with a title that @feature meets at @zoom (NaN: at any)
 */
const AtlasRule   *atlas_style_matcher_match_titled (AtlasStyleMatcher *self,
                                                     gsize              feature,
                                                     double             zoom);

/**
 * atlas_style_matcher_icon_case:
 * @rule: what atlas_style_matcher_match() gave for @feature
 *
 * Returns: (transfer none) (nullable): the one of the marker's pictograms that @feature's value picks
 */
const AtlasIconCase *atlas_style_matcher_icon_case (AtlasStyleMatcher *self,
                                                    const AtlasRule   *rule,
                                                    gsize              feature);

/**
 * atlas_style_matcher_icon:
 * @rule: what atlas_style_matcher_match() gave for @feature
 *
 * Returns: (transfer none) (nullable): the pictogram of @feature's marker, if it has one
 */
const char        *atlas_style_matcher_icon (AtlasStyleMatcher *self,
                                             const AtlasRule   *rule,
                                             gsize              feature);

/**
 * atlas_style_matcher_size:
 * @rule: what atlas_style_matcher_match() gave for @feature
 *
 * Returns: the height of @feature's marker at @zoom, pixels
 */
double             atlas_style_matcher_size (AtlasStyleMatcher *self,
                                             const AtlasRule   *rule,
                                             gsize              feature,
                                             double             zoom);

/** atlas_style_matcher_width: Returns: how wide @rule's stroke number @stroke is for @feature at @zoom, pixels. */
double             atlas_style_matcher_width (AtlasStyleMatcher *self,
                                              const AtlasRule   *rule,
                                              guint              stroke,
                                              gsize              feature,
                                              double             zoom);

/**
 * AtlasStyleLookup:
 *
 * A style at one zoom whose rules ask for no more than the value of one text field: which rule a feature meets is then one
 * look into a table.  Plain data that does not change; any thread, as long as the matcher lives.
 */
typedef struct
{
  const guint32 *texts;   /* the table's, a feature each; %NULL: all features have the same rule */
  const guint8  *nulls;   /* likewise, a bit each */
  guint32        mask;
  guint32       *ids;     /* of texts, open addressing; G_MAXUINT32: free */
  gint16        *rules;   /* -1: none */
  gint16         other;   /* the rule of all other values; -1: none */
} AtlasStyleLookup;

/** atlas_style_matcher_lookup: @lookup: (out caller-allocates): Returns: %FALSE when the rules ask for more. */
gboolean           atlas_style_matcher_lookup (AtlasStyleMatcher *self,
                                               double             zoom,
                                               AtlasStyleLookup  *lookup);
void               atlas_style_lookup_clear (AtlasStyleLookup *self);

/** atlas_style_lookup_expect: @feature will be asked for soon: its value is fetched from memory meanwhile. */
static inline void
atlas_style_lookup_expect (const AtlasStyleLookup *self,
                           gsize                   feature)
{
  if (self->texts != NULL)
    __builtin_prefetch (&self->texts[feature]);
}

/** atlas_style_lookup_get: Returns: the number of the rule that @feature meets, or -1. */
static inline int
atlas_style_lookup_get (const AtlasStyleLookup *self,
                        gsize                   feature)
{
  guint32 id;

  if (self->texts == NULL || (self->nulls[feature / 8] >> feature % 8 & 1) != 0)
    return self->other;
  id = self->texts[feature];
  if (id == G_MAXUINT32)
    return self->other;
  for (guint32 at = id * 2654435761u & self->mask;; at = (at + 1) & self->mask)
    {
      if (self->ids[at] == id)
        return self->rules[at];
      if (self->ids[at] == G_MAXUINT32)
        return self->other;
    }
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStyle, atlas_style_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStyleMatcher, atlas_style_matcher_free)

G_END_DECLS
