/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-filter.h"

G_BEGIN_DECLS

/* What the parts of the filter share: characters → tokens (atlas-filter-lex.c) → a tree of the expression
 * (atlas-filter-parse.c) → the same bound to a table (atlas-filter-bind.c) → values (atlas-filter-eval.c, the functions of
 * texts and numbers in atlas-filter-functions.c, places in atlas-filter-geometry.c). */

#define ATLAS_FILTER_MAX_CHARS 65536
#define ATLAS_FILTER_MAX_DEPTH 100

/** What a value can be, as far as the expression tells; a set of bits. */
typedef enum
{
  ATLAS_FILTER_BOOLEAN = 1 << 0,
  ATLAS_FILTER_NUMBER = 1 << 1,
  ATLAS_FILTER_TEXT = 1 << 2,
  ATLAS_FILTER_ANY = 7,         /* also what is null */
} AtlasFilterType;

typedef enum
{
  /* Values. */
  ATLAS_NODE_NULL,
  ATLAS_NODE_BOOLEAN,
  ATLAS_NODE_NUMBER,
  ATLAS_NODE_TEXT,
  ATLAS_NODE_FIELD,
  ATLAS_NODE_ID,
  ATLAS_NODE_LENGTH,
  ATLAS_NODE_AREA,
  ATLAS_NODE_X,
  ATLAS_NODE_Y,
  /* Sums and texts. */
  ATLAS_NODE_NEGATE,
  ATLAS_NODE_ADD,
  ATLAS_NODE_SUBTRACT,
  ATLAS_NODE_MULTIPLY,
  ATLAS_NODE_DIVIDE,
  ATLAS_NODE_REMAINDER,
  ATLAS_NODE_CONCAT,
  /* Comparisons, in an order that _atlas_filter_flip() counts on. */
  ATLAS_NODE_EQUAL,
  ATLAS_NODE_NOT_EQUAL,
  ATLAS_NODE_LESS,
  ATLAS_NODE_LESS_EQUAL,
  ATLAS_NODE_GREATER,
  ATLAS_NODE_GREATER_EQUAL,
  ATLAS_NODE_IN,
  ATLAS_NODE_LIKE,
  ATLAS_NODE_ILIKE,
  ATLAS_NODE_IS_NULL,
  /* Logic. */
  ATLAS_NODE_AND,               /* "between" too, then with three parts and is_integer */
  ATLAS_NODE_OR,
  ATLAS_NODE_NOT,
  ATLAS_NODE_FUNCTION,
  ATLAS_NODE_GEOMETRY,          /* only as what a function of places is given */
  /* What binding makes of some of them. */
  ATLAS_NODE_TEXT_IS,           /* a text field is the text number @id */
  ATLAS_NODE_TEXT_IN,           /* a text field is one of the texts number @ids */
  ATLAS_NODE_NUMBER_CMP,        /* a number field against a number */
  ATLAS_NODE_INTEGER_CMP,       /* an integer field against a whole number */
  ATLAS_NODE_INTEGER_IN,        /* an integer field is one of @integers */
  ATLAS_NODE_CONTAINS,          /* a text against the pattern @text */
  ATLAS_NODE_STARTS,
  ATLAS_NODE_ENDS,
  ATLAS_NODE_PATTERN,           /* a text against the compiled pattern @pattern */
} AtlasNodeKind;

typedef enum
{
  ATLAS_FUNC_LOWER,
  ATLAS_FUNC_UPPER,
  ATLAS_FUNC_LENGTH,
  ATLAS_FUNC_TRIM,
  ATLAS_FUNC_SUBSTR,
  ATLAS_FUNC_CONTAINS,
  ATLAS_FUNC_STARTS_WITH,
  ATLAS_FUNC_ENDS_WITH,
  ATLAS_FUNC_REPLACE,
  ATLAS_FUNC_ABS,
  ATLAS_FUNC_ROUND,
  ATLAS_FUNC_FLOOR,
  ATLAS_FUNC_CEIL,
  ATLAS_FUNC_MIN,
  ATLAS_FUNC_MAX,
  ATLAS_FUNC_SQRT,
  ATLAS_FUNC_YEAR,
  ATLAS_FUNC_MONTH,
  ATLAS_FUNC_DAY,
  ATLAS_FUNC_COALESCE,
  ATLAS_FUNC_IF,
  ATLAS_FUNC_WITHIN,
  ATLAS_FUNC_INTERSECTS,
  ATLAS_FUNC_DISTANCE,
} AtlasFilterFunction;

typedef struct
{
  const char      *name;
  guint            min_args;
  guint            max_args;
  AtlasFilterType  args;          /* what each of them must be able to be; 0: a geometry */
  AtlasFilterType  result;
} AtlasFilterFunctionInfo;

/** _atlas_filter_functions: by AtlasFilterFunction. */
extern const AtlasFilterFunctionInfo _atlas_filter_functions[ATLAS_FUNC_DISTANCE + 1];

/* -- tokens ------------------------------------------------------------------------------------------------------ */

typedef enum
{
  ATLAS_TOKEN_END,
  ATLAS_TOKEN_NUMBER,
  ATLAS_TOKEN_TEXT,             /* 'in single quotes' */
  ATLAS_TOKEN_WORD,             /* a field, a function or a keyword */
  ATLAS_TOKEN_FIELD,            /* "in double quotes" */
  ATLAS_TOKEN_GEOMETRY,         /* @name */
  ATLAS_TOKEN_VARIABLE,         /* $name */
  ATLAS_TOKEN_SIGN,             /* an operator, a comma or a parenthesis */
} AtlasTokenKind;

typedef struct
{
  AtlasTokenKind kind;
  guint          position;      /* characters from the beginning */
  const char    *begin;         /* as it is written */
  const char    *end;
  char          *text;          /* of texts and names: what it says */
  double         number;
  gboolean       is_integer;    /* @integer is exactly the number */
  gint64         integer;
  char           sign[3];       /* in ASCII */
} AtlasToken;

typedef struct
{
  const char *at;
  guint       position;
} AtlasLexer;

/** _atlas_filter_next_token: @token: cleared first, so it must be zeroed before the first.  Returns: %FALSE with @error. */
gboolean         _atlas_filter_next_token (AtlasLexer  *lexer,
                                           AtlasToken  *token,
                                           GError     **error);
void             _atlas_filter_token_clear (AtlasToken *token);

/** _atlas_filter_fail: Returns: %FALSE, with @error set to @message about the character @position. */
gboolean         _atlas_filter_fail (GError           **error,
                                     AtlasFilterError   code,
                                     guint              position,
                                     const char        *message);

/** _atlas_filter_is_word: Returns: whether @name can stand in an expression without quotes. */
gboolean         _atlas_filter_is_word (const char *name);

/** _atlas_filter_is_keyword: Returns: whether @word (any case) is one of the language's own. */
gboolean         _atlas_filter_is_keyword (const char *word);

/* -- the tree ---------------------------------------------------------------------------------------------------- */

typedef struct _AtlasNode AtlasNode;

/** A part of the expression as written. */
struct _AtlasNode
{
  AtlasNodeKind        kind;
  guint                position;     /* of its first character */
  guint                depth;        /* of the tree below it */
  AtlasNode          **args;
  guint                n_args;
  char                *text;         /* of a text; a field's or a geometry's name */
  gboolean             quoted;       /* the field was in quotes */
  double               number;
  gboolean             is_integer;
  gint64               integer;      /* also of a boolean */
  AtlasFilterFunction  function;
  AtlasNodeKind        geometry;     /* of a geometry: TEXT: @text names it; NUMBER: the numbers in @box */
  double               box[4];       /* west, south, east, north */
};

void             _atlas_node_free (AtlasNode *self);

/** _atlas_filter_parse: Returns: (transfer full) (nullable): the tree, or %NULL with %ATLAS_FILTER_ERROR. */
AtlasNode       *_atlas_filter_parse (const char  *text,
                                      GError     **error);

/** _atlas_filter_get_tree: Returns: (transfer none): the tree of an expression. */
AtlasNode       *_atlas_filter_get_tree (AtlasFilter *self);

/** _atlas_filter_check_types: @table: (nullable): without one, a field may be anything.  Returns: %FALSE with @error. */
gboolean         _atlas_filter_check_types (AtlasNode   *node,
                                            AtlasTable  *table,
                                            GError     **error);

/** _atlas_filter_find_field: Returns: the field that is called @name, if need be in another case or width; or -1. */
int              _atlas_filter_find_field (AtlasTable *table,
                                           const char *name);

/** _atlas_filter_suggest: Returns: (transfer full) (nullable): up to three of @names that are near @name: “a”, “b”. */
char            *_atlas_filter_suggest (const char        *name,
                                        const char *const *names,
                                        gsize              n);

/* -- bound to a table -------------------------------------------------------------------------------------------- */

typedef struct _AtlasFilterGeometry AtlasFilterGeometry;
typedef struct _AtlasBound AtlasBound;

typedef enum
{
  ATLAS_VALUE_NULL,
  ATLAS_VALUE_BOOLEAN,
  ATLAS_VALUE_NUMBER,
  ATLAS_VALUE_TEXT,
} AtlasValueKind;

typedef struct
{
  AtlasValueKind kind;
  gsize          length;        /* bytes of a text, which a NUL follows */
  union
  {
    double      number;         /* of a boolean: 0 or 1 */
    const char *text;
  } as;
} AtlasValue;

/** A part of the expression bound to a table; all of them belong to the matcher. */
struct _AtlasBound
{
  AtlasNodeKind         kind;
  AtlasNodeKind         op;           /* of comparisons of numbers: which */
  AtlasBound          **args;
  guint                 n_args;
  guint                 field;
  AtlasFieldType        type;
  gboolean              is_constant;  /* @value is what it always is */
  AtlasValue            value;
  gint64                integer;
  guint32               id;
  guint32              *ids;          /* rising */
  gint64               *integers;     /* rising */
  guint                 n_ids;        /* of either */
  gboolean              has_null;     /* one of the values of "in" is null */
  char                 *text;         /* what @value or a pattern lies in */
  gunichar             *pattern;
  gsize                 n_pattern;
  gboolean              fold;         /* of a pattern: any case */
  AtlasFilterFunction   function;
  guint                 geometry;     /* its number in the matcher */
};

struct _AtlasFilterMatcher
{
  gatomicrefcount  ref_count;
  AtlasTable      *table;
  AtlasBound      *root;
  GPtrArray       *bounds;            /* (element-type AtlasBound): all of them */
  GPtrArray       *geometries;        /* (element-type AtlasFilterGeometry) */
  AtlasExtent      extent;            /* where alone it can be true… */
  gboolean         has_extent;        /* …if that is known */
  GMutex           kits_lock;
  GPtrArray       *kits;              /* those that nobody works with */
};

/** Memory for texts that are made on the way: a little on the stack, more when needed. */
typedef struct
{
  char    first[512];
  gsize   used;
  GSList *more;
} AtlasScratch;

/** What testing works with; one thread. */
typedef struct
{
  AtlasFilterMatcher        *matcher;
  AtlasTable                *table;
  gsize                      feature;
  struct _AtlasGeometryKit  *kit;     /* (nullable): taken when a place is first asked for */
  AtlasScratch               scratch;
} AtlasEval;

/** The three answers. */
enum
{
  ATLAS_FALSE,
  ATLAS_TRUE,
  ATLAS_UNKNOWN,
};

void             _atlas_eval_init (AtlasEval          *eval,
                                   AtlasFilterMatcher *matcher);
void             _atlas_eval_clear (AtlasEval *eval);

/** _atlas_eval_truth: Returns: the answer for eval->feature. */
int              _atlas_eval_truth (AtlasEval        *eval,
                                    const AtlasBound *bound);
AtlasValue       _atlas_eval_value (AtlasEval        *eval,
                                    const AtlasBound *bound);

/** _atlas_eval_text: Returns: the value as a text; NULL stays NULL. */
AtlasValue       _atlas_eval_text (AtlasEval        *eval,
                                   const AtlasBound *bound);

/** _atlas_eval_number: Returns: the value as a number; NaN: null, or a text that is none. */
double           _atlas_eval_number (AtlasEval        *eval,
                                     const AtlasBound *bound);

/** _atlas_eval_function: what is not about places. */
AtlasValue       _atlas_eval_function (AtlasEval        *eval,
                                       const AtlasBound *bound);

/** _atlas_scratch_alloc: Returns: memory until the end of the test. */
char            *_atlas_scratch_alloc (AtlasScratch *scratch,
                                       gsize         size);

/** _atlas_filter_read_number: Returns: the number that all of @text is, blanks around it aside; NaN when it is none. */
double           _atlas_filter_read_number (const char *text,
                                            gsize       length);

/** _atlas_filter_number_text: Returns: the length of the shortest text that reads back as @number. */
gsize            _atlas_filter_number_text (double number,
                                            char   buffer[G_ASCII_DTOSTR_BUF_SIZE]);

/** _atlas_filter_compare: Returns: whether @op holds between two values. */
int              _atlas_filter_compare (AtlasNodeKind     op,
                                        const AtlasValue *a,
                                        const AtlasValue *b);

/* Patterns of "like": characters, and two numbers that are none. */
#define ATLAS_PATTERN_ANY 0x110000u       /* % */
#define ATLAS_PATTERN_ONE 0x110001u       /* _ */

/** _atlas_pattern_compile: @pattern: (out caller-allocates): room for @length.  Returns: how many there are. */
gsize            _atlas_pattern_compile (const char *text,
                                         gsize       length,
                                         gboolean    fold,
                                         gunichar   *pattern);
gboolean         _atlas_pattern_match (const gunichar *pattern,
                                       gsize           n_pattern,
                                       gboolean        fold,
                                       const char     *text,
                                       gsize           length);

/** _atlas_bytes_find: Returns: where @part first lies in @text, or %NULL. */
const char      *_atlas_bytes_find (const char *text,
                                    gsize       length,
                                    const char *part,
                                    gsize       part_length);

/* -- places ------------------------------------------------------------------------------------------------------ */

AtlasFilterGeometry *_atlas_filter_geometry_new (const AtlasPart *parts,
                                                 gsize            n_parts);
AtlasFilterGeometry *_atlas_filter_geometry_new_box (const AtlasExtent *extent);
AtlasFilterGeometry *_atlas_filter_geometry_ref (AtlasFilterGeometry *self);
void                 _atlas_filter_geometry_unref (AtlasFilterGeometry *self);
AtlasExtent          _atlas_filter_geometry_get_extent (AtlasFilterGeometry *self);

/** _atlas_filter_geometry_get_parts: @n: (out).  Returns: (transfer none) (array length=n): its parts. */
const AtlasPart     *_atlas_filter_geometry_get_parts (AtlasFilterGeometry *self,
                                                       gsize               *n);

/** _atlas_filter_geometry_is_box: Returns: whether it is the box of its extent (or a point). */
gboolean             _atlas_filter_geometry_is_box (AtlasFilterGeometry *self);

/** _atlas_filter_context_find: Returns: (transfer none) (nullable): the geometry called @name; @self may be %NULL. */
AtlasFilterGeometry *_atlas_filter_context_find (AtlasFilterContext *self,
                                                 const char         *name);

/** _atlas_eval_place: one of the three functions of places. */
AtlasValue       _atlas_eval_place (AtlasEval        *eval,
                                    const AtlasBound *bound);

/** _atlas_eval_measure: $length (km), $area (km²), $x or $y (degrees). */
AtlasValue       _atlas_eval_measure (AtlasEval     *eval,
                                      AtlasNodeKind  what);

/** _atlas_geometry_kit_give_back: to the matcher, for whoever comes next. */
void             _atlas_geometry_kit_give_back (AtlasFilterMatcher       *matcher,
                                                struct _AtlasGeometryKit *kit);
void             _atlas_geometry_kit_free (gpointer kit);

/** _atlas_filter_grow: Returns: @extent and all within @metres around it, and a little more. */
AtlasExtent      _atlas_filter_grow (AtlasExtent extent,
                                     double      metres);

G_END_DECLS
